import { expect, test } from 'vitest';
import { cameraLedgerSchema } from './camera-ledger.ts';
import { addSightings, openOf, sightingCountsSchema, withoutZeros } from './counts.ts';
import { deviceLedgerSchema } from './device-ledger.ts';
import { minuteName, minuteNumber, minuteOf } from './minute.ts';
import { dropReason } from './reasons.ts';

test('a minute is of the capture time, in UTC', () => {
  const at = Date.UTC(2026, 10, 20, 22, 38, 59, 999) * 1_000 + 999;
  expect(minuteOf(at)).toBe('2026-11-20T22:38Z');
  expect(minuteOf(at + 1)).toBe('2026-11-20T22:39Z');
  expect(minuteOf(0)).toBe('1970-01-01T00:00Z');
  expect(Date.parse(minuteOf(at))).toBe(minuteNumber(at) * 60_000);
  expect(minuteName(minuteNumber(at))).toBe(minuteOf(at));
});

test('what is zero is left out of a message, and read as zero', () => {
  const counts = { generated: 3, suppressed: 0, suppressedBy: {}, unpublished: {}, shots: 3 };
  const minutes = [{ minute: '2026-11-20T22:38Z', ...withoutZeros(counts) }];
  expect(minutes).toEqual([{ minute: '2026-11-20T22:38Z', generated: 3, shots: 3 }]);
  const read = cameraLedgerSchema.parse({ v: 1, session: 's', minutes });
  expect(read.minutes).toEqual([{ minute: '2026-11-20T22:38Z', ...counts }]);
});

test('open is what was generated and has no end', () => {
  expect(openOf({ generated: 9, suppressed: 2, unpublished: { unsent: 1, unreadable: 2 }, shots: 3 })).toBe(1);
});

test.each([
  { v: 2, session: 's', minutes: [] },
  { v: 1, session: '', minutes: [] },
  { v: 1, session: 's', minutes: [{ minute: '2026-11-20T22:38:00Z', shots: 1 }] },
  { v: 1, session: 's', minutes: [{ minute: '2026-11-20T22:38Z', shots: -1 }] },
  { v: 1, session: 's', minutes: [{ minute: '2026-11-20T22:38Z', shots: 1e300 }] },
  { v: 1, session: 's', minutes: [{ minute: '2026-99-99T99:99Z', shots: 1 }] },
  { v: 1, session: 's', minutes: [{ minute: '2026-02-30T00:00Z', shots: 1 }] },
])('%j is no ledger of a camera', (value) => {
  expect(cameraLedgerSchema.safeParse(value).success).toBe(false);
});

test('a reason that is not known is counted as another, whatever it is called', () => {
  const text = '{"unsent":1,"constructor":2,"x\\n":4}';
  const minutes = [{ minute: '2026-11-20T22:38Z', generated: 9, unpublished: JSON.parse(text) }];
  const [read] = cameraLedgerSchema.parse({ v: 1, session: 's', minutes }).minutes;
  expect(read?.unpublished).toEqual({ unsent: 1, other: 6 });
  expect([dropReason('too-old'), dropReason('constructor')]).toEqual(['too-old', 'other']);
});

test('sums stay counts, and a detector that contradicts itself holds nothing', () => {
  const most = sightingCountsSchema.parse({ generated: 1e9, shots: 1e9, unpublished: { unsent: 1e9 } });
  expect(sightingCountsSchema.parse(addSightings([most, most]))).toEqual(addSightings([most, most]));
  expect(openOf(most)).toBe(0);
});

test('a ledger of a device names its cameras', () => {
  const minutes = [{ minute: '2026-11-20T22:38Z', changedAt: 7, received: 1, waiting: 1 }];
  const message = { v: 1, site: 'home', device: 'pole-7', at: 7, cameras: [{ camera: 'cam0', minutes }] };
  expect(deviceLedgerSchema.parse(message).cameras[0]?.minutes[0]).toMatchObject({
    received: 1,
    stored: 0,
    dropped: {},
  });
  expect(deviceLedgerSchema.safeParse({ ...message, cameras: [{ camera: 'a/b', minutes }] }).success).toBe(false);
});
