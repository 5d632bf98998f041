import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { openCatalog } from '@vedette/store';
import { expect, test } from 'vitest';
import { openCatalogIfThere } from './open-catalog-if-there.ts';
import { settingsSchema } from './schema.ts';

test('a catalog that is not there is none, one that cannot be read is an error', async () => {
  const data = temporaryFolder();
  const file = join(data, 'catalog.db');
  const open = () => openCatalogIfThere(settingsSchema.parse({ data }));
  expect(await open()).toBeUndefined();
  await (await openCatalog(`file:${file}`)).close();
  const catalog = await open();
  expect(catalog).toBeDefined();
  await catalog?.close();
  for (const rest of ['', '-wal', '-shm']) rmSync(file + rest, { force: true });
  writeFileSync(file, 'no database'.repeat(1_000));
  await expect(open()).rejects.toMatchObject({ name: 'ResourceError', message: expect.stringContaining(file) });
});

test('a catalog that was named has to be there', async () => {
  const data = temporaryFolder();
  const settings = settingsSchema.parse({ data, catalog: { url: `file:${join(data, 'other.db')}` } });
  await expect(openCatalogIfThere(settings)).rejects.toThrow('there is no catalog');
});
