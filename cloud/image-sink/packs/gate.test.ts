import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

test('what has no room waits for those before it, in the order it came', async () => {
  const gate = new Gate(10);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const enter = (name: string, weight: number) =>
    gate.within(weight, () => {
      begun.push(name);
      return new Promise<void>((end) => ends.set(name, end));
    });
  const all = [enter('a', 6), enter('b', 4), enter('large', 25), enter('c', 1)];
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await turn();
  expect(begun).toEqual(['a', 'b']);
  ends.get('a')?.();
  await turn();
  expect(begun).toEqual(['a', 'b']);
  ends.get('b')?.();
  await turn();
  expect(begun).toEqual(['a', 'b', 'large']);
  ends.get('large')?.();
  await turn();
  ends.get('c')?.();
  await Promise.all(all);
});

test('work that fails leaves its room', async () => {
  const gate = new Gate(1);
  await expect(gate.within(1, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await gate.within(1, () => Promise.resolve('done'))).toBe('done');
});
