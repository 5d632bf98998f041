import { expect, test } from 'vitest';
import type { StoredShot } from '../api/shapes.ts';
import { stagesOf } from './stages.ts';

test('each stage has the time since the one before', () => {
  const at = '2026-11-21T10:00:00.123456Z';
  const made = Date.parse('2026-11-21T10:00:00.200Z').toString(16).padStart(12, '0');
  const id = `${made.slice(0, 8)}-${made.slice(8)}-7abc-8def-0123456789ab`;
  const stages = stagesOf({ kind: 'face', id, at, storedAt: '2026-11-21T10:00:03.500000Z' } as StoredShot);
  expect(stages.map(({ name, afterMs }) => [name, afterMs])).toEqual([
    ['Captured', undefined],
    ['Detected', 77],
    ['Stored', 3_300],
  ]);
});
