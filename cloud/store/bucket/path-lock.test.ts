import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { nameOfGone } from './gone-process.testing.ts';
import { whileLocked } from './path-lock.ts';

const FOREIGN = 'elsewhere~1 1 a-boot 1~x';
const nothing = () => Promise.resolve();

function folder() {
  const bucket = temporaryFolder();
  const temporary = join(bucket, '.tmp');
  mkdirSync(temporary);
  return { bucket, one: join(bucket, 'one'), temporary, left: () => readdirSync(temporary) };
}

/** The file of a lock. */
function lockOf(temporary: string, what: string): string {
  return join(temporary, `lock-${createHash('sha256').update(what).digest('hex')}`);
}

/** Does work at `path` so often at once, and expects that one at a time is at it. */
async function contend(places: readonly (readonly [bucket: string, path: string])[], between = nothing) {
  let atWork = 0;
  const alone = async () => {
    expect(++atWork).toBe(1);
    await between();
    await new Promise((resolve) => setImmediate(resolve));
    atWork -= 1;
  };
  await Promise.all(places.map(([bucket, path]) => whileLocked(bucket, path, alone)));
}

test('of several under one path one is at work, those under another do not wait, and nothing is left', async () => {
  const { bucket, one, left } = folder();
  const other = () => whileLocked(bucket, join(bucket, 'other'), nothing);
  await contend(Array(12).fill([bucket, one]), other);
  expect(left()).toEqual([]);
});

test('a bucket that is mounted in two places has one lock for a path', async () => {
  const { bucket, one, left } = folder();
  const mounted = join(temporaryFolder(), 'mounted');
  symlinkSync(bucket, mounted);
  await contend(Array.from({ length: 12 }, (_, i) => (i % 2 ? [bucket, one] : [mounted, join(mounted, 'one')])));
  expect(left()).toEqual([]);
});

test('work that fails gives its lock back', async () => {
  const { bucket, one, left } = folder();
  await expect(whileLocked(bucket, one, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(left()).toEqual([]);
});

test.each([
  ['of a process that is gone', nameOfGone(1), 0],
  ['of another host, and old', FOREIGN, 600],
])('a lock %s is taken away, once', async (_, owner, secondsOld) => {
  const { bucket, one, temporary, left } = folder();
  const lock = lockOf(temporary, 'one');
  writeFileSync(lock, owner);
  const at = Date.now() / 1_000 - secondsOld;
  utimesSync(lock, at, at);
  await contend(Array(12).fill([bucket, one]));
  expect(left()).toEqual([]);
});

test('whoever was killed while they took a lock away has left one that is taken away as well', async () => {
  const { bucket, one, temporary, left } = folder();
  const [first, second] = [nameOfGone(1), nameOfGone(2)];
  writeFileSync(lockOf(temporary, 'one'), first);
  writeFileSync(lockOf(temporary, `one ${first}`), second);
  await contend(Array(12).fill([bucket, one]));
  expect(left()).toEqual([]);
});

test('a lock that nobody gives back ends the wait, with its file and its holder', async () => {
  const { bucket, one, temporary, left } = folder();
  const lock = lockOf(temporary, 'one');
  writeFileSync(lock, FOREIGN);
  const refused = expect(whileLocked(bucket, one, nothing, 50)).rejects;
  await refused.toMatchObject({
    name: 'ResourceError',
    message: expect.stringContaining(`${lock} is held by ${FOREIGN}`),
  });
  expect(left()).toEqual([basename(lock)]);
});
