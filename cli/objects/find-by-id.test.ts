import { join } from 'node:path';
import { describeShot } from '@vedette/core/message';
import { sampleShot, temporaryFolder } from '@vedette/core/testing';
import { openBucket, openCatalog, parseKeyTemplate, shotKey } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { settingsSchema } from '../settings/schema.ts';
import { findById } from './find-by-id.ts';

test('a shot is found where it lies, also where the catalog says another key', async () => {
  const data = temporaryFolder();
  const bucket = await openBucket(`file:${join(data, 'bucket')}`);
  onTestFinished(() => bucket.close());
  const shot = sampleShot();
  const catalog = await openCatalog(`file:${join(data, 'catalog.db')}`);
  await catalog.add({ ...describeShot(shot), key: shotKey(shot), storedAt: shot.at });
  await catalog.close();
  const settings = settingsSchema.parse({ data });
  expect(await findById(bucket, shot.id, settings)).toBeUndefined();
  const elsewhere = parseKeyTemplate('seed').format(shot);
  for (const key of [elsewhere, shotKey(shot)]) {
    await bucket.putIfAbsent(key, shot.image.data, { contentType: 'image/jpeg', describe: () => '{}' });
    expect(await findById(bucket, shot.id, settings)).toBe(key);
  }
});

test('an id may be asked for in capitals, be it in the catalog or not', async () => {
  const data = temporaryFolder();
  const bucket = await openBucket(`file:${join(data, 'bucket')}`);
  onTestFinished(() => bucket.close());
  const shot = sampleShot();
  const key = shotKey(shot);
  await bucket.putIfAbsent(key, shot.image.data, { contentType: 'image/jpeg', describe: () => '{}' });
  const found = () => findById(bucket, shot.id.toUpperCase(), settingsSchema.parse({ data }));
  expect(await found()).toBe(key);
  const catalog = await openCatalog(`file:${join(data, 'catalog.db')}`);
  const elsewhere = 'a/b.jpg';
  await bucket.putIfAbsent(elsewhere, shot.image.data, { contentType: 'image/jpeg' });
  await catalog.add({ ...describeShot(shot), key: elsewhere, storedAt: shot.at });
  await catalog.close();
  expect(await found()).toBe(elsewhere);
});
