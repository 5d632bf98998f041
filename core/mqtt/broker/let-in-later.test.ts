import { Aedes, type Client } from 'aedes';
import { expect, onTestFinished, test } from 'vitest';
import { letInLater } from './let-in-later.ts';

test('each time one waits longer, up to a minute, and who behaves for ten begins anew', async () => {
  const aedes = await Aedes.createBroker();
  onTestFinished(() => new Promise<void>((resolve) => aedes.close(() => resolve())));
  let now = 0;
  const later = letInLater(aedes, () => now);
  const isLetIn = (id: string) =>
    new Promise<boolean>((resolve) => {
      aedes.authenticate({ id } as Client, undefined, undefined, (_error, yes) => resolve(Boolean(yes)));
    });
  /** How long one is outside, in s. */
  async function waits(id: string): Promise<number> {
    const from = now;
    for (; !(await isLetIn(id)); now += 1_000);
    return (now - from) / 1_000;
  }
  expect(await waits('a')).toBe(0);
  const seen: number[] = [];
  for (let time = 0; time < 5; time++) {
    later.note('a');
    seen.push(await waits('a'));
    expect(await isLetIn('b')).toBe(true);
  }
  expect(seen).toEqual([2, 8, 32, 60, 60]);
  now += 600_000;
  later.note('a');
  expect(await waits('a')).toBe(2);
});
