import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FaceShot } from '@vedette/core/message';
import { hiddenShot, quietContext, SAMPLE_JPEG, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { type Bucket, DEFAULT_TEMPLATE, openBucket, parseKeyTemplate, shotKey } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { objectKeeper } from './object-keeper.ts';
import { Patience } from './patience.ts';

test('an object that is found, and is gone when it is looked into, is stored at the next try', async () => {
  const folder = temporaryFolder();
  const bucket = await openBucket(`file:${folder}`);
  onTestFinished(() => bucket.close());
  const shot = sampleShot();
  const key = shotKey(shot);
  await objectKeeper(bucket, DEFAULT_TEMPLATE).keep(shot);
  const raced: Pick<Bucket, 'putIfAbsent' | 'get'> = {
    get: (one) => bucket.get(one),
    async putIfAbsent(...put) {
      const outcome = await bucket.putIfAbsent(...put);
      if (outcome === 'present') rmSync(join(folder, key));
      return outcome;
    },
  };
  const refused = await objectKeeper(raced, DEFAULT_TEMPLATE)
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
      () => objectKeeper(raced, DEFAULT_TEMPLATE).keep(shot),
      () => true,
    ),
  ).toMatchObject({ key, isNew: true });
  expect(await bucket.get(key)).toEqual(shot.image.data);
  expect(await bucket.get(`${key}.json`)).toBeDefined();
});

test('a shot that lies under the key of an earlier layout is not stored again; where nothing lies, it is', async () => {
  const bucket = await openBucket(`file:${temporaryFolder()}`);
  onTestFinished(() => bucket.close());
  const keeper = objectKeeper(bucket, parseKeyTemplate('seed'));
  const larger = Buffer.concat([SAMPLE_JPEG, Buffer.alloc(1)]);
  for (const [shot, other] of [pictured(sampleShot(), larger), hiddenShots()]) {
    const before = shotKey(shot);
    await objectKeeper(bucket, DEFAULT_TEMPLATE).keep(shot);
    const found = { key: before, isNew: false, entry: { id: shot.id, key: before } };
    expect(await keeper.keep(shot, before)).toMatchObject(found);
    expect(await keeper.keep(other, before)).toBe('conflict');
    const elsewhere = { key: expect.stringMatching(/^[0-9a-f-]{36}-/), isNew: true };
    expect(await keeper.keep(shot, 'face/gone.jpg')).toMatchObject(elsewhere);
  }
});

/** A shot, and another one under the same id. */
function pictured(shot: FaceShot, other: Buffer): [FaceShot, FaceShot] {
  return [shot, sampleShot({ id: shot.id }, other)];
}

function hiddenShots(): [FaceShot, FaceShot] {
  const shot = hiddenShot();
  return [shot, { ...shot, seq: shot.seq + 1 }];
}
