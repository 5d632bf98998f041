import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
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

test('who asks to stop is heard by the work', async () => {
  const { leases } = await opened();
  const stop = new AbortController();
  const seen = await whileAlone({ leases, signal: stop.signal }, async (signal) => {
    stop.abort();
    return signal.aborted;
  });
  expect(seen).toBe(true);
});
