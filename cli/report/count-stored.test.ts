import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { minuteOf, minuteRowSchema } from '@vedette/core/ledger';
import { describeShot } from '@vedette/core/message';
import { sampleShot, temporaryFolder } from '@vedette/core/testing';
import { openBucket, openCatalog, parseKeyTemplate } from '@vedette/store';
import { expect, test } from 'vitest';
import { type Settings, settingsSchema } from '../settings/schema.ts';
import { countStored } from './count-stored.ts';

const LAYOUTS = ['seed', 'default', '{site}/{device}/{camera}/{time}-{id}.{ext}', '{camera}/{id}.{ext}'];
const PLACE = { site: 'home', device: 'pole-7', camera: 'cam0' };
const AT = Date.UTC(2026, 10, 20, 22, 38, 7) * 1_000;
const MINUTE = minuteOf(AT);

/** Two shots in each layout, in bucket and catalog. */
async function storedInEach() {
  const data = temporaryFolder();
  const bucket = await openBucket(`file:${data}/bucket`);
  const catalog = await openCatalog(`file:${data}/catalog.db`);
  const keys = new Map<string, string>();
  for (const [i, layout] of [...LAYOUTS, ...LAYOUTS].entries()) {
    const shot = sampleShot({ ...PLACE, at: AT + i });
    const key = parseKeyTemplate(layout).format(shot);
    await bucket.putIfAbsent(key, shot.image.data, { contentType: 'image/jpeg', describe: () => '{}' });
    await catalog.add({ ...describeShot(shot), key, storedAt: AT });
    keys.set(layout, key);
  }
  await Promise.all([bucket.close(), catalog.close()]);
  const settingsFor = (key: string) => settingsSchema.parse({ data, imageSink: { key } });
  return { data, keys, settingsFor };
}

async function countedBy(settings: Settings) {
  const row = minuteRowSchema.parse({ minute: MINUTE, changedAt: 0 });
  const stored = await countStored(settings, [{ ...PLACE, writtenAt: 0, row }]);
  return { count: stored?.count(PLACE, MINUTE), isByKeysAlone: stored?.isByKeysAlone };
}

test.each(LAYOUTS)('in a bucket of many layouts all is counted, be %s that of today', async (today) => {
  const { settingsFor } = await storedInEach();
  expect(await countedBy(settingsFor(today))).toEqual({ count: 2 * LAYOUTS.length, isByKeysAlone: false });
});

test('what is gone from the bucket is missed where its key told of it', async () => {
  const { data, keys, settingsFor } = await storedInEach();
  rmSync(join(data, 'bucket', keys.get('default') ?? ''));
  expect(await countedBy(settingsFor('seed'))).toMatchObject({ count: 2 * LAYOUTS.length - 1 });
});

test('without a catalog the layouts of today and by default are counted, and that is told', async () => {
  const { data, settingsFor } = await storedInEach();
  rmSync(join(data, 'catalog.db'));
  expect(await countedBy(settingsFor(LAYOUTS[2] ?? ''))).toEqual({ count: 4, isByKeysAlone: true });
  expect(await countedBy(settingsFor('seed'))).toEqual({});
});
