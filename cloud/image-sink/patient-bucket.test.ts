import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, fillDisk, loggedContext, smallDisk, temporaryFolder } from '@vedette/core/testing';
import { openBucket } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { PatientBucket } from './patient-bucket.ts';

const JPEG = { contentType: 'image/jpeg' };

/** A patient bucket in `folder`, with what it logged and each change that it told. */
async function patient(folder: string, silentMs = 60_000) {
  const { log, lines } = loggedContext();
  const bucket = await openBucket(`file:${folder}`);
  const stop = new AbortController();
  const changes: boolean[] = [];
  const onChange = (isFailing: boolean) => void changes.push(isFailing);
  onTestFinished(async () => {
    stop.abort();
    await bucket.close();
  });
  return { bucket: new PatientBucket(bucket, { log, signal: stop.signal, silentMs, onChange }), stop, changes, lines };
}

test('what is stored already, or small enough, does not have a full bucket said to be well', async ({ skip }) => {
  const disk = smallDisk(1) ?? skip('only root may mount a small disk');
  const { bucket, lines, changes } = await patient(disk);
  await bucket.putIfAbsent('first', randomBytes(1_000), JPEG);
  const filler = fillDisk(disk);
  const large = Array.from({ length: 20 }, (_, i) => bucket.putIfAbsent(`large-${i}`, randomBytes(20_000), JPEG));
  await eventually('it fails', () => bucket.trouble);
  expect(bucket.trouble).toContain('free some space');
  for (let i = 0; i < 50; i++) expect(await bucket.putIfAbsent('first', randomBytes(1_000), JPEG)).toBe('present');
  expect(bucket.trouble).toContain('free some space');
  expect(changes).toEqual([true]);
  rmSync(filler);
  expect(await Promise.all(large)).toEqual(Array(20).fill('stored'));
  expect(bucket.trouble).toBeUndefined();
  expect(lines.map(({ level }) => level)).toEqual([50, 30]);
});

test('what one object alone is refused for is said once, and keeps no other from being stored', async () => {
  const folder = temporaryFolder();
  const { bucket, lines } = await patient(folder);
  await bucket.putIfAbsent('a', randomBytes(10), JPEG);
  const refused = bucket.putIfAbsent('a/b', randomBytes(10), JPEG); // a file stands where its folder should
  await eventually('it fails', () => bucket.trouble);
  for (let i = 0; i < 20; i++) {
    expect(await bucket.putIfAbsent(`other-${i}`, randomBytes(10), JPEG)).toBe('stored');
    expect(bucket.trouble).toBeUndefined();
    await eventually('it is tried again', () => i > 1 || bucket.trouble);
  }
  expect(lines.map(({ level }) => level)).toEqual([50]);
  rmSync(join(folder, 'a'));
  expect(await refused).toBe('stored');
  expect(lines.map(({ level }) => level)).toEqual([50, 30]);
});

test('many that wait wait together, and a stop ends all', async () => {
  const folder = temporaryFolder();
  const { bucket, stop } = await patient(folder);
  await bucket.putIfAbsent('a', randomBytes(10), JPEG);
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const puts = Array.from({ length: 50 }, (_, i) => bucket.putIfAbsent(`a/${i}`, randomBytes(10), JPEG));
  const ends = Promise.allSettled(puts);
  await eventually('it fails', () => bucket.trouble);
  await new Promise((resolve) => setImmediate(resolve)); // warnings come with the next turn
  stop.abort();
  expect((await ends).map(({ status }) => status)).toEqual(Array(50).fill('rejected'));
  expect(warnings).toEqual([]);
});

test('a bucket that does not answer is in trouble until it does', async () => {
  const folder = temporaryFolder();
  const { bucket, lines, changes } = await patient(folder, 50);
  mkdirSync(join(folder, 'a'));
  const pipe = join(folder, 'a', 'b');
  execFileSync('mkfifo', [pipe]); // whoever opens it waits until another writes there
  const reading = bucket.get('a/b');
  await eventually('it is silent', () => bucket.trouble);
  expect(bucket.trouble).toBe(`no answer from the bucket file:${folder} for 0.05 s`);
  const writer = await open(pipe, 'w');
  await writer.write('here');
  await writer.close();
  expect(String(await reading)).toBe('here');
  expect(bucket.trouble).toBeUndefined();
  expect(changes).toEqual([true, false]);
  expect(lines.map(({ level }) => level)).toEqual([50, 30]);
});
