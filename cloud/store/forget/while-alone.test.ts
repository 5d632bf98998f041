import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Leases } from '../catalog/leases/leases.ts';
import { openCatalog } from '../catalog/open-catalog.ts';
import { whileAlone } from './while-alone.ts';

async function opened() {
  const catalog = await openCatalog(`file:${join(temporaryFolder(), 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  return catalog;
}

test('of several that remove, one at a time does, and who waits is told for whom', async () => {
  const { leases } = await opened();
  const done: string[] = [];
  let other: Promise<unknown> = Promise.resolve();
  await whileAlone({ leases }, async () => {
    await new Promise<void>((resolve) => {
      const onWait = (holder: string) => {
        expect(holder).toContain(`:${process.pid}:`);
        resolve();
      };
      other = whileAlone({ leases, onWait }, async () => done.push('second'));
    });
    done.push('first');
  });
  await other;
  expect(done).toEqual(['first', 'second']);
});

test('the turn is given back where the work fails, and whoever waits may give up', async () => {
  const { leases } = await opened();
  const fails = whileAlone({ leases }, () => Promise.reject(new Error('no')));
  await expect(fails).rejects.toThrow('no');
  const stop = new AbortController();
  await whileAlone({ leases }, async () => {
    const waits = whileAlone({ leases, signal: stop.signal, onWait: () => stop.abort() }, () => Promise.resolve());
    await expect(waits).rejects.toMatchObject({ name: 'VedetteError' });
  });
});

/** Leases of a catalog that says something else with each call; the last answer for good. Time is ours. */
function answering(...answers: readonly ('ours' | 'theirs' | 'silence' | 'failure')[]): Leases {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let call = 0;
  return {
    release: () => Promise.resolve(),
    take() {
      const answer = answers[Math.min(call++, answers.length - 1)];
      if (answer === 'silence') return new Promise(() => undefined);
      if (answer === 'failure') return Promise.reject(new ResourceError('it is away'));
      return Promise.resolve({ isOurs: answer === 'ours', leftMs: 20_000 });
    },
  };
}

/** How long, in ms, work that never ends by itself has its turn; undefined where it still has it after a minute. */
async function turnMs(leases: Leases): Promise<number | undefined> {
  let lostAfter: number | undefined;
  const began = performance.now();
  const stop = new AbortController();
  const alone = whileAlone({ leases, signal: stop.signal }, async (signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    lostAfter = stop.signal.aborted ? undefined : performance.now() - began;
  });
  const settled = Promise.allSettled([alone]);
  await vi.advanceTimersByTimeAsync(60_000);
  stop.abort();
  const [{ status }] = await settled;
  expect(status).toBe(lostAfter === undefined ? 'fulfilled' : 'rejected');
  return lostAfter;
}

test('a turn goes on as long as it is renewed, and ends in time where it is not, answer or none', async () => {
  expect(await turnMs(answering('ours'))).toBeUndefined();
  expect(await turnMs(answering('ours', 'failure', 'ours'))).toBeUndefined();
  expect(await turnMs(answering('ours', 'theirs'))).toBe(5_000);
  expect(await turnMs(answering('ours', 'failure'))).toBe(15_000);
  expect(await turnMs(answering('ours', 'silence'))).toBe(15_000);
  expect(await turnMs(answering('ours', 'ours', 'silence'))).toBe(20_000);
});

test('who asks to stop is heard by the work', async () => {
  const { leases } = await opened();
  const stop = new AbortController();
  const seen = await whileAlone({ leases, signal: stop.signal }, async (signal) => {
    stop.abort();
    return signal.aborted;
  });
  expect(seen).toBe(true);
});
