import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { smallDisk, temporaryFolder } from '../testing/index.ts';
import { makeFolders } from './make-folders.ts';

test('it makes what is missing, and says where that began', () => {
  const folder = temporaryFolder();
  expect(makeFolders(join(folder, 'a', 'b'))).toBe(join(folder, 'a'));
  expect(existsSync(join(folder, 'a', 'b'))).toBe(true);
  expect(makeFolders(join(folder, 'a', 'b'))).toBeUndefined();
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeFolders(join(folder, 'file', 'c'))).toThrow('ENOTDIR');
});

test('of a disk that is read-only it says so', ({ skip }) => {
  const disk = smallDisk(1) ?? skip('only root may mount a small disk');
  expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0);
  for (const below of [['a'], ['a', 'b', 'c']]) expect(() => makeFolders(join(disk, ...below))).toThrow('EROFS');
});
