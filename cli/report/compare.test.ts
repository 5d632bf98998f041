import { deviceLedgerSchema } from '@vedette/core/ledger';
import { expect, test } from 'vitest';
import { compare, selectRows } from './compare.ts';
import { heardOf } from './heard-of.ts';
import { sumUp } from './sum-up.ts';
import { formatTable } from './table.ts';

const AT = Date.UTC(2026, 10, 20, 22, 50);

const LEDGER = deviceLedgerSchema.parse({
  ...{ v: 1, site: 'home', device: 'pole-7', at: AT },
  cameras: [
    {
      camera: 'cam0',
      minutes: [
        {
          minute: '2026-11-20T22:38Z',
          changedAt: AT - 700_000,
          generated: 4,
          suppressed: 2,
          shots: 2,
          received: 2,
          stored: 2,
        },
        {
          ...{
            minute: '2026-11-20T22:39Z',
            changedAt: AT - 600_000,
            generated: 6,
            shots: 5,
            unpublished: { unsent: 1 },
          },
          ...{ received: 4, stored: 1, waiting: 2, inFlight: 1, dropped: { 'too-old': 1 } },
        },
      ],
    },
    {
      ...{ site: 'sea', device: 'boat', camera: 'cam9' },
      minutes: [{ minute: '2019-01-01T00:00Z', changedAt: AT - 1_000, received: 1, stored: 1 }],
    },
  ],
});

test('rows are asked for by minute of capture, by when they changed, and by camera', () => {
  const minutes = (since: number, camera?: string) =>
    selectRows([LEDGER], { since, camera }).map((row) => `${row.site} ${row.device} ${row.camera} ${row.row.minute}`);
  expect(minutes(AT - 650_000)).toEqual(['home pole-7 cam0 2026-11-20T22:39Z', 'sea boat cam9 2019-01-01T00:00Z']);
  expect(minutes(AT - 5_000)).toEqual(['sea boat cam9 2019-01-01T00:00Z']);
  expect(minutes(0, 'cam0')).toHaveLength(2);
});

test('the bucket is asked by place and minute, and what differs has its name', () => {
  const rows = compare(selectRows([LEDGER], { since: 0 }), AT, ({ camera }) => (camera === 'cam0' ? 2 : 0));
  expect(rows.map(({ closes }) => closes)).toEqual([true, false, false]);
  expect(rows[1]).toMatchObject({
    inBucket: 2,
    residues: [
      { name: 'lost-before-spool', kind: 'gap', count: 1 },
      { name: 'receipt-on-its-way', kind: 'open', count: 1 },
    ],
  });
  expect(rows[2]?.residues).toMatchObject([{ name: 'not-reported' }, { name: 'lost-in-bucket', count: 1 }]);
});

test('without a bucket the edge stands alone', () => {
  const [row] = compare(selectRows([LEDGER], { since: 0 }), AT);
  expect(row).toMatchObject({ closes: true, residues: [] });
  expect(row).not.toHaveProperty('inBucket');
});

test('what is missing is judged by the clock of who reads, also where nothing was heard for long', () => {
  const one = { minute: '2026-11-20T22:49Z', changedAt: AT - 5_000, generated: 5, shots: 5, received: 3, stored: 3 };
  const ledger = (at: number) =>
    deviceLedgerSchema.parse({ v: 1, site: 'home', device: 'd', at, cameras: [{ camera: 'c', minutes: [one] }] });
  const residues = (now: number, at = AT) => compare(selectRows([ledger(at)], { since: 0 }), now)[0]?.residues;
  expect(residues(AT + 1_000)).toEqual([{ name: 'on-the-edge-broker', kind: 'open', count: 2 }]);
  expect(residues(AT + 3_600_000)).toEqual([{ name: 'lost-before-spool', kind: 'gap', count: 2 }]);
  expect(residues(AT - 3_600_000)).toEqual([{ name: 'on-the-edge-broker', kind: 'open', count: 2 }]);
  expect(residues(AT - 3_600_000, AT + 600_000)).toEqual([{ name: 'lost-before-spool', kind: 'gap', count: 2 }]);
});

test('each device is named with the age of its books, and what they leave out', () => {
  const ledgers = [
    { ...LEDGER, device: 'a', at: AT - 12_000 },
    { ...LEDGER, device: 'b', at: AT - 62 * 60_000, omitted: 7 },
    { ...LEDGER, device: 'c', at: AT + 9e9 },
  ];
  expect(heardOf(ledgers, AT)).toEqual([
    'home/a: books of 12 s ago',
    'home/b: last heard of 62 min ago; 7 more rows are in its data folder alone',
    'home/c: books of 0 s ago',
  ]);
});

test('what a device says of the camera of another stands beside what that one says itself', () => {
  const minutes = [{ minute: '2026-11-20T22:38Z', changedAt: AT, received: 9, stored: 9 }];
  const gateway = deviceLedgerSchema.parse({
    ...{ v: 1, site: 'home', device: 'gateway', at: AT },
    cameras: [
      { device: 'pole-7', camera: 'cam0', minutes },
      { camera: 'own', minutes },
    ],
  });
  const rows = compare(selectRows([LEDGER, gateway], { since: 0 }), AT, () => 2);
  expect(rows.map(({ camera, by, stored, closes }) => [camera, by, stored, closes])).toEqual([
    ['cam0', undefined, 2, true],
    ['cam0', undefined, 1, false],
    ['cam9', 'home/pole-7', 1, true],
    ['cam0', 'home/gateway', 9, false],
    ['own', undefined, 9, false],
  ]);
  const blocks = formatTable(rows).match(/^\w+\/.*$/gm);
  expect(blocks).toEqual([
    'home/pole-7/cam0',
    'sea/boat/cam9 by home/pole-7',
    'home/pole-7/cam0 by home/gateway',
    'home/gateway/own',
  ]);
});

test('the sum is of all minutes, with its reasons and residues', () => {
  const rows = compare(selectRows([LEDGER], { since: 0, camera: 'cam0' }), AT, () => 2);
  const sum = sumUp([...rows, ...rows]);
  expect(sum).toMatchObject({
    generated: 20,
    shots: 14,
    received: 12,
    stored: 6,
    waiting: 4,
    inBucket: 8,
    closes: false,
  });
  expect(sum).toMatchObject({ unpublished: { unsent: 2 }, dropped: { 'too-old': 2 } });
  expect(sum?.residues).toEqual([
    { name: 'lost-before-spool', kind: 'gap', count: 2 },
    { name: 'receipt-on-its-way', kind: 'open', count: 2 },
  ]);
  expect(sumUp(compare(selectRows([LEDGER], { since: 0 }), AT))).not.toHaveProperty('inBucket');
  expect(sumUp([])).toBeUndefined();
});

test('the table has a block a camera, a line a minute, the sum, and what its names mean', () => {
  const lines = formatTable(compare(selectRows([LEDGER], { since: 0 }), AT)).split('\n');
  expect(lines).toHaveLength(12);
  expect(lines[0]).toBe('home/pole-7/cam0');
  expect(lines[3]).toMatch(/^2026-11-20 22:39 .* 1 lost-before-spool!, dropped: 1 unsent, 1 too-old$/);
  expect(lines[4]).toMatch(/^all {14,}10 .* 2 {10}- {2}1 lost-before-spool!, dropped: 1 unsent, 1 too-old$/);
  expect(lines.slice(10)).toEqual([
    'lost-before-spool: published, and never taken in by the forwarder',
    expect.stringMatching(/^not-reported: /),
  ]);
  for (const [line, column] of [
    [3, 'generated'],
    [3, 'waiting'],
    [4, 'shots'],
  ] as const) {
    const end = (lines[1]?.indexOf(column) ?? 0) + column.length;
    expect(lines[line]?.slice(end - 2, end), column).toMatch(/\d$/);
  }
});
