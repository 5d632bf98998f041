import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { DurableFolders } from './durable-folders.ts';

test('a folder that was removed meanwhile is flushed by what it was in, and the top must be there', async () => {
  const top = join(temporaryFolder(), 'bucket');
  const folders = new DurableFolders(top);
  const folder = join(top, 'a/b/c');
  mkdirSync(folder, { recursive: true });
  await folders.flush(folder);
  rmSync(join(top, 'a'), { recursive: true });
  await folders.flush(folder);
  rmSync(top, { recursive: true });
  await expect(folders.flush(folder)).rejects.toThrow('ENOENT');
});
