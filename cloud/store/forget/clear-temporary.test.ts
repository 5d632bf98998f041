import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { nameOfGone } from '../bucket/gone-process.testing.ts';
import { temporaryNames } from '../bucket/temporary-files.ts';
import { clearTemporary } from './clear-temporary.ts';

test('what a killed process has left half written goes, and what may be in the making is told', async () => {
  const bucket = temporaryFolder();
  mkdirSync(join(bucket, '.tmp'));
  const [gone, elsewhere] = [nameOfGone(1), 'elsewhere~1 1 a-boot 1~x'];
  const ours = basename(temporaryNames(bucket)());
  for (const name of [gone, elsewhere, ours]) writeFileSync(join(bucket, '.tmp', name), 'half');
  expect(await clearTemporary(`file:${bucket}`)).toBe(2);
  expect(readdirSync(join(bucket, '.tmp')).sort()).toEqual([elsewhere, ours].sort());
  expect(await clearTemporary('s3://a-bucket')).toBe(0);
});
