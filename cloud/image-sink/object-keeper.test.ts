import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { quietContext, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { type Bucket, openBucket, shotKey } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { objectKeeper } from './object-keeper.ts';
import { Patience } from './patience.ts';

test('an object that is found, and is gone when it is looked into, is stored at the next try', async () => {
  const folder = temporaryFolder();
  const bucket = await openBucket(`file:${folder}`);
  onTestFinished(() => bucket.close());
  const shot = sampleShot();
  const key = shotKey(shot);
  await objectKeeper(bucket).keep(shot);
  const raced: Pick<Bucket, 'putIfAbsent' | 'get'> = {
    get: (one) => bucket.get(one),
    async putIfAbsent(...put) {
      const outcome = await bucket.putIfAbsent(...put);
      if (outcome === 'present') rmSync(join(folder, key));
      return outcome;
    },
  };
  const refused = await objectKeeper(raced)
    .keep(shot)
    .catch((error) => error);
  expect(refused).toMatchObject({ name: 'ResourceError', message: expect.stringContaining(key) });

  await bucket.putIfAbsent(key, shot.image.data, { contentType: 'image/jpeg' });
  const patience = new Patience({
    what: 'bucket',
    log: quietContext().log,
    signal: new AbortController().signal,
    onChange() {},
  });
  expect(
    await patience.until(
      () => objectKeeper(raced).keep(shot),
      () => true,
    ),
  ).toMatchObject({ key, isNew: true });
  expect(await bucket.get(key)).toEqual(shot.image.data);
  expect(await bucket.get(`${key}.json`)).toBeDefined();
});
