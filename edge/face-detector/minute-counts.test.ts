import { cameraLedgerSchema } from '@vedette/core/ledger';
import { expect, test } from 'vitest';
import { MinuteCounts } from './minute-counts.ts';

const AT = Date.UTC(2026, 10, 20, 22, 38) * 1_000;
const MINUTE = 60_000_000;

test('each sighting counts in the minute of its own capture, also where it is decided later', () => {
  const minutes = new MinuteCounts();
  minutes.generated(AT, 2);
  minutes.generated(AT + MINUTE, 3);
  minutes.suppressed('track', [AT, AT + MINUTE]);
  minutes.suppressed('zone', [AT + MINUTE]);
  minutes.suppressed('unreadable', [AT + MINUTE]);
  minutes.published(AT);
  expect(minutes.takeChanged()).toEqual([
    { minute: '2026-11-20T22:38Z', generated: 2, suppressed: 1, suppressedBy: { track: 1 }, shots: 1 },
    {
      minute: '2026-11-20T22:39Z',
      generated: 3,
      suppressed: 2,
      suppressedBy: { track: 1, zone: 1 },
      unpublished: { unreadable: 1 },
    },
  ]);
});

test('a report has what changed since the last one, and of it the whole', () => {
  const minutes = new MinuteCounts();
  minutes.generated(AT, 1);
  minutes.generated(AT + MINUTE, 1);
  const first = minutes.takeChanged();
  expect(minutes.takeChanged()).toEqual([]);
  minutes.suppressed('unsent', [AT]);
  minutes.suppressed('unsent', [AT]);
  expect(minutes.takeChanged()).toEqual([{ minute: '2026-11-20T22:38Z', generated: 1, unpublished: { unsent: 2 } }]);
  expect(first[0]).toEqual({ minute: '2026-11-20T22:38Z', generated: 1 });
});

test('frames without a face are no entry', () => {
  const minutes = new MinuteCounts();
  minutes.generated(AT, 0);
  expect(minutes.takeChanged()).toEqual([]);
});

test('pictures of very many minutes come in reports that can be read, none left out', () => {
  const minutes = new MinuteCounts();
  for (let i = 0; i < 5_000; i++) minutes.generated(AT + i * MINUTE, 1);
  let total = 0;
  for (let changed = minutes.takeChanged(); changed.length > 0; changed = minutes.takeChanged()) {
    total += cameraLedgerSchema.parse({ v: 1, session: 's', minutes: changed }).minutes.length;
  }
  expect(total).toBe(5_000);
});
