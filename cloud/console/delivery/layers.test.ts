import { expect, test } from 'vitest';
import type { LedgerMinute } from '../api/shapes.ts';
import { booksOf, stacked } from './layers.ts';

const NOW = Date.parse('2026-11-21T10:05:30Z');

function row(minute: string, counts: Partial<LedgerMinute>): LedgerMinute {
  const none = {
    generated: 0,
    suppressed: {},
    dropped: {},
    rejected: {},
    spooled: 0,
    inFlight: 0,
    stored: 0,
    duplicates: 0,
  };
  return {
    ...none,
    minute,
    site: 'home',
    device: 'pole-7',
    camera: 'cam0',
    forgotten: 0,
    residue: 0,
    residues: [],
    ...counts,
  };
}

test('cameras are added up, minutes without any are none, and older ones are left out', () => {
  const ledger = [
    row('2026-11-21T10:00Z', { stored: 99 }),
    row('2026-11-21T10:03Z', { generated: 10, stored: 2, duplicates: 1, suppressed: { track: 7 } }),
    row('2026-11-21T10:03Z', { camera: 'cam1', generated: 4, stored: 1, dropped: { 'too-old': 3 } }),
    row('2026-11-21T10:05Z', { generated: 2, inFlight: 1, spooled: 1 }),
  ];
  const { minutes, layers, generated } = booksOf(ledger, 3, NOW);
  expect(minutes.map((start) => new Date(start * 1_000).toISOString().slice(11, 16))).toEqual([
    '10:03',
    '10:04',
    '10:05',
  ]);
  expect(generated).toEqual([14, 0, 2]);
  expect(Object.fromEntries(layers.map(({ name, counts }) => [name, counts]))).toEqual({
    stored: [4, 0, 0],
    'on the way': [0, 0, 1],
    'waiting to be sent': [0, 0, 1],
    'dropped: too old': [3, 0, 0],
    'not worth sending': [7, 0, 0],
  });
  expect(stacked(layers).at(-1)).toEqual(generated);
});
