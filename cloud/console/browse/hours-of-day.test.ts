import { expect, test } from 'vitest';
import { startOfDay } from '../format/time.ts';
import { countPerHour } from './hours-of-day.ts';

test('cameras are added up by the hours here; what is of another day is left out', () => {
  const at = (hour: number, shots: number, camera: string) => {
    const begin = new Date(startOfDay('2026-11-21').getTime() + hour * 3_600_000);
    return { hour: begin.toISOString(), site: 'home', device: 'pole-7', camera, shots };
  };
  const counts = [at(0, 1, 'a'), at(9, 2, 'a'), at(9, 3, 'b'), at(23, 4, 'a'), at(24, 5, 'a'), at(-1, 6, 'a')];
  const perHour = countPerHour('2026-11-21', counts);
  expect(perHour).toHaveLength(24);
  expect(Object.entries(perHour).filter(([, shots]) => shots > 0)).toEqual([
    ['0', 1],
    ['9', 5],
    ['23', 4],
  ]);
});
