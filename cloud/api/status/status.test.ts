import type { CatalogCamera } from '@vedette/store';
import { expect, test } from 'vitest';
import { type DeviceStatus, parseDeviceStatus } from './device-status.ts';
import { listDevices } from './list-devices.ts';
import { summarize } from './summarize.ts';

const NOW = Date.UTC(2026, 10, 21, 12);

function heard(over: Record<string, unknown> = {}, agoMs = 10_000) {
  const said = {
    ...{ state: 'online', site: 'home', device: 'pole-7', at: new Date(NOW - agoMs).toISOString(), alarms: [] },
    cameras: { cam0: { camera: 'cam0', state: 'running', source: 'sim' } },
    forwarder: { waiting: 0, inFlight: 0, dropped: 0, lastReceiptAt: new Date(NOW - agoMs - 5_000).toISOString() },
    ...over,
  };
  const status = parseDeviceStatus(Buffer.from(JSON.stringify(said))) as DeviceStatus;
  expect(status).toBeDefined();
  return { status, heardAt: NOW - agoMs };
}

function camera(over: Partial<CatalogCamera> = {}): CatalogCamera {
  return {
    ...{ site: 'home', device: 'pole-7', camera: 'cam0', shots: 3, bytes: 9, lastAt: (NOW - 3_000) * 1_000 },
    ...over,
  };
}

const sum = (devices: ReturnType<typeof listDevices>, ledger: Parameters<typeof summarize>[0]['ledger'] = []) =>
  summarize({ devices, ledger, brokerFault: undefined });

test('a device is what it says and what is stored of it', () => {
  const [device, ...others] = listDevices([heard()], [camera(), camera({ camera: 'cam1' })], NOW);
  expect(others).toEqual([]);
  expect(device).toMatchObject({
    ...{ state: 'online', lastReceiptAgeSeconds: 15, newestAgeSeconds: 3, waiting: 0 },
    cameras: [
      { camera: 'cam0', state: 'running', source: 'sim', shots: 3 },
      { camera: 'cam1', state: 'unknown', shots: 3 },
    ],
  });
});

test('a device is away when it falls silent, offline by its last will, and unknown when it was never heard', () => {
  const states = (from: Parameters<typeof listDevices>[0]) =>
    listDevices(from, [camera()], NOW).map(({ state }) => state);
  expect(states([heard({}, 200_000)])).toEqual(['away']);
  expect(states([heard({ state: 'offline', cameras: undefined, forwarder: undefined, at: undefined })])).toEqual([
    'offline',
  ]);
  expect(states([])).toEqual(['unknown']);
});

test('who uploads is no device', () => {
  expect(listDevices([], [camera({ site: 'upload' })], NOW)).toEqual([]);
});

test.each([
  '',
  'offline',
  '{}',
  '{"state":"online"}',
  '{"state":"on","site":"a","device":"b"}',
  '{"state":"online","site":"a/b","device":"c"}',
])('%j is no status', (text) => {
  expect(parseDeviceStatus(Buffer.from(text))).toBeUndefined();
});

test('where all is well one sentence says so', () => {
  expect(sum(listDevices([heard()], [camera()], NOW))).toEqual({
    ...{ state: 'green', sentence: '1 device, newest picture 3 s old, nothing lost' },
    ...{ devices: 1, newestAgeSeconds: 3, lost: 0, reasons: [] },
  });
  expect(sum([]).sentence).toBe('no device yet');
});

test('shots that wait without a receipt, silence and alarms are amber, and said with the device', () => {
  const forwarder = { waiting: 310, lastReceiptAt: new Date(NOW - 42_000).toISOString() };
  const cases = [
    [heard({ forwarder }), 'pole-7: no receipt for 42 s, 310 shots waiting'],
    [heard({}, 3_600_000), 'pole-7: silent'],
    [heard({ alarms: ['the disk is full'] }), 'pole-7: the disk is full'],
    [
      heard({ cameras: { c: { camera: 'c', state: 'away', reason: 'unplugged' } } }),
      'pole-7: camera c is away: unplugged',
    ],
  ] as const;
  for (const [one, sentence] of cases) {
    expect(sum(listDevices([one], [], NOW))).toMatchObject({ state: 'amber', sentence, lost: 0 });
  }
});

test('what is lost is red and comes first; what a policy lets go of is not lost', () => {
  const row = { minute: '2026-11-21T11:59Z', site: 'home', device: 'pole-7', camera: 'cam0', ...NO_COUNTS };
  const devices = listDevices([heard({ alarms: ['warm'] })], [], NOW);
  const dropped = sum(devices, [{ ...row, dropped: { 'spool-full': 12, 'too-old': 5 } }]);
  expect(dropped).toMatchObject({ state: 'red', sentence: '12 shots dropped: spool full', lost: 12 });
  expect(dropped.reasons.map(({ state }) => state)).toEqual(['red', 'amber']);
  const residues = [
    { name: 'lost-before-spool', kind: 'gap' as const, count: 1, text: 'published, and never taken in' },
  ];
  expect(sum([], [{ ...row, residue: 1, residues }]).sentence).toBe('1 shot missing: published, and never taken in');
  expect(summarize({ devices: [], ledger: [], brokerFault: 'refused' })).toMatchObject({ state: 'red' });
});

const NO_COUNTS = {
  ...{ generated: 0, suppressed: {}, dropped: {}, spooled: 0, inFlight: 0, stored: 0, duplicates: 0, rejected: {} },
  ...{ forgotten: 0, residue: 0, residues: [] },
};
