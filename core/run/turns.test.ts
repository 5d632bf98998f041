import { expect, test } from 'vitest';
import { ResourceError } from '../errors.ts';
import { Turns } from './turns.ts';

test('so many at once, so many wait, and whoever is too many is told so', async () => {
  const turns = new Turns({ atOnce: 2, waiting: 1 });
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const work = (i: number) =>
    turns.take(() => {
      begun.push(i);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const running = [work(0), work(1), work(2)];
  await expect(work(3)).rejects.toThrow(ResourceError);
  expect(begun).toEqual([0, 1]);
  ends[0]?.();
  await running[0];
  expect(begun).toEqual([0, 1, 2]);
  for (const end of ends) end();
  await Promise.all(running);
  await expect(turns.take(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await turns.take(async () => 'goes on')).toBe('goes on');
});
