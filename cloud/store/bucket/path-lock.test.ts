import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { whileLocked } from './path-lock.ts';

function folder() {
  const bucket = temporaryFolder();
  mkdirSync(join(bucket, '.tmp'));
  return { bucket, left: () => readdirSync(join(bucket, '.tmp')) };
}

test('of several under one path one is at work, those under another do not wait, and nothing is left', async () => {
  const { bucket, left } = folder();
  let atWork = 0;
  const alone = async () => {
    expect(atWork).toBe(0);
    atWork += 1;
    await whileLocked(bucket, '/other', () => Promise.resolve());
    atWork -= 1;
  };
  await Promise.all(Array.from({ length: 12 }, () => whileLocked(bucket, '/one', alone)));
  expect(left()).toEqual([]);
});

test('work that fails gives its lock back', async () => {
  const { bucket, left } = folder();
  await expect(whileLocked(bucket, '/one', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(left()).toEqual([]);
});

test.each([
  ['of a process that is gone', `${hostname()}~999999999 1 a-boot~x`, 0],
  ['of another host, and old', 'elsewhere~1 1 a-boot~x', 600],
])('a lock %s is taken away, once', async (_, owner, secondsOld) => {
  const { bucket, left } = folder();
  let name = '';
  await whileLocked(bucket, '/one', async () => {
    name = left().find((file) => file.startsWith('lock-')) ?? '';
  });
  const lock = join(bucket, '.tmp', name);
  writeFileSync(lock, owner);
  const at = Date.now() / 1_000 - secondsOld;
  utimesSync(lock, at, at);
  let atWork = 0;
  const alone = async () => {
    expect(++atWork).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    atWork -= 1;
  };
  await Promise.all(Array.from({ length: 12 }, () => whileLocked(bucket, '/one', alone)));
  expect(left()).toEqual([]);
});
