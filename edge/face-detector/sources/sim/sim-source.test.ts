import { eventually } from '@vedette/core/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { collect, Heard } from '../collect.testing.ts';
import { parseSim } from './parse-sim.ts';
import { simSource } from './sim-source.ts';

const small = 'width=160,height=160';

afterEach(() => void vi.useRealTimers());

test('with a number of frames it gives each, in step, and ends', async () => {
  const heard = new Heard();
  const frames = await collect(simSource(parseSim(`${small},fps=50,frames=6`)), heard);
  expect(frames.map(({ ref }) => ref)).toEqual(['0', '1', '2', '3', '4', '5']);
  const start = frames[0]?.at ?? 0;
  expect(frames.map(({ at }) => at - start)).toEqual([0, 20_000, 40_000, 60_000, 80_000, 100_000]);
  expect(heard.overtaken).toBe(0);
});

test('a seed gives the same frames each time, byte for byte', async () => {
  const run = async (seed: number) => {
    const frames = await collect(simSource(parseSim(`${small},fps=60,frames=3,seed=${seed}`)));
    return frames.map(({ image }) => image.data.toString('base64'));
  };
  expect(await run(7)).toEqual(await run(7));
  expect(await run(7)).not.toEqual(await run(8));
});

test('without an end it is a camera: who is slow gets the newest frame, and the others are counted', async () => {
  const heard = new Heard();
  const source = simSource(parseSim(`${small},fps=60`));
  expect(source.finite).toBe(false);
  const started = performance.now();
  const refs: number[] = [];
  for await (const { ref } of source.frames(new AbortController().signal, heard)) {
    refs.push(Number(ref));
    if (refs.length === 2) break;
    await eventually('a while passes', () => performance.now() - started > 200);
  }
  expect(refs[1]).toBeGreaterThan(3);
  expect(heard.overtaken).toBe((refs[1] ?? 0) - 1);
});

test('without an end it has the time of a clock that is set while it runs', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2016, 10, 23) });
  const frames = simSource(parseSim(`${small},fps=60`)).frames(new AbortController().signal, {});
  const iterator = frames[Symbol.asyncIterator]();
  const yearOfNext = async () => new Date(((await iterator.next()).value?.at ?? 0) / 1_000).getUTCFullYear();
  expect(await yearOfNext()).toBe(2016);
  vi.setSystemTime(Date.UTC(2026, 10, 21));
  expect(await yearOfNext()).toBe(2026);
  await iterator.return?.(undefined);
});

test('it keeps to its rate', async () => {
  const started = performance.now();
  await collect(simSource(parseSim(`${small},fps=50,frames=11`)));
  expect(performance.now() - started).toBeGreaterThanOrEqual(198);
});

test('an abort ends it while it waits', async () => {
  const abort = new AbortController();
  const frames = simSource(parseSim(`${small},fps=1`))
    .frames(abort.signal, {})
    [Symbol.asyncIterator]();
  await frames.next();
  const second = frames.next();
  abort.abort();
  expect(await second).toEqual({ done: true, value: undefined });
});
