import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { openBucket } from './open-bucket.ts';

test('a path may be absolute, relative, or behind file://', async () => {
  const folder = join(temporaryFolder(), 'a folder #1', 'über');
  for (const url of [`file:${folder}`, `file:${relative(process.cwd(), folder)}`, `file://${folder}`]) {
    expect((await openBucket(url)).url).toBe(`file:${folder}`);
  }
  expect(existsSync(join(folder, '.tmp'))).toBe(true);
});

test('a reader makes no bucket', async () => {
  const folder = join(temporaryFolder(), 'bucket');
  const refused = expect(openBucket(`file:${folder}`, { create: false })).rejects;
  await refused.toMatchObject({ name: 'ResourceError', message: expect.stringContaining(folder) });
  expect(existsSync(folder)).toBe(false);
  await openBucket(`file:${folder}`);
  expect((await openBucket(`file:${folder}`, { create: false })).url).toBe(`file:${folder}`);
});

test.each(['', 'file:', '/srv/bucket', 'bucket', 'file://host/path', 'file://', 'ftp://x/y', 'file:a\0b'])(
  '%j is no bucket, and the message lists the forms',
  async (url) => {
    const refused = expect(openBucket(url)).rejects;
    await refused.toMatchObject({ name: 'ConfigError', message: expect.stringContaining('file:PATH') });
  },
);

test('a bucket where a file stands is an error', async () => {
  await expect(openBucket(`file:${process.execPath}/x`)).rejects.toMatchObject({ name: 'ResourceError' });
});
