import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { Draft } from './draft.ts';
import { removeFiles } from './remove-files.ts';

/** A bucket with an object and its description. */
function bucketOfOne() {
  const bucket = temporaryFolder();
  for (const folder of ['.tmp', 'a']) mkdirSync(join(bucket, folder));
  const path = join(bucket, 'a/b');
  writeFileSync(path, 'first');
  writeFileSync(`${path}.json`, '"first"');
  return { bucket, path };
}

/** How long the thread is held up at a time, in ms. */
const HOLD_MS = 100;

/** Holds this thread up when the object is about to go: the system removes it meanwhile, and what follows that has to wait. */
async function untilGone(path: string): Promise<void> {
  for (; existsSync(path); await setImmediate()) {
    for (const until = performance.now() + HOLD_MS; existsSync(path) && performance.now() < until; );
  }
}

test('an object that is put again while it is removed keeps the description that it was put with', async () => {
  const { bucket, path } = bucketOfOne();
  const removed = removeFiles(bucket, [path]);
  await untilGone(path);
  const drafts = [path, `${path}.json`].map((file, i) => new Draft(file, join(bucket, '.tmp', String(i)), '"second"'));
  expect(drafts[0]?.takeName()).toBe(true);
  drafts[1]?.replaceName();
  for (const draft of drafts) draft.discard();
  expect(await removed).toEqual([true]);
  for (const file of [path, `${path}.json`]) expect(readFileSync(file, 'utf8')).toBe('"second"');
});

test('the description of an object that stays away goes with it, and leaves nothing', async () => {
  const { bucket, path } = bucketOfOne();
  expect(await removeFiles(bucket, [path])).toEqual([true]);
  expect(existsSync(join(bucket, 'a'))).toBe(false);
  expect(await removeFiles(bucket, [path])).toEqual([false]);
});

test('a folder that is called as its description would be stays', async () => {
  const { bucket, path } = bucketOfOne();
  rmSync(`${path}.json`);
  mkdirSync(`${path}.json`);
  writeFileSync(`${path}.json/c`, 'another');
  expect(await removeFiles(bucket, [path])).toEqual([true]);
  expect(readFileSync(`${path}.json/c`, 'utf8')).toBe('another');
});
