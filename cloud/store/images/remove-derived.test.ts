import { temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { Bucket } from '../bucket/bucket.ts';
import { openBucket } from '../bucket/open-bucket.ts';
import { derivedKey } from './derived-key.ts';
import { removeDerived } from './remove-derived.ts';

test.each([1, 30])('what was made of %i images goes, with its descriptions, and nothing else', async (count) => {
  const bucket = await openBucket(`file:${temporaryFolder()}`);
  onTestFinished(() => bucket.close());
  const images = Array.from({ length: count }, (_, i) => `gone-${i}`);
  const kept = derivedKey({ image: 'kept', job: 'job', extension: 'png' });
  for (const image of images) {
    for (const job of ['one', 'two']) await put(bucket, derivedKey({ image, job, extension: 'webp' }));
  }
  await put(bucket, kept);
  await put(bucket, 'face/gone-0.jpg');
  await removeDerived(bucket, images);
  const left: string[] = [];
  for await (const { key } of bucket.list('')) left.push(key);
  expect(left).toEqual([kept, `${kept}.json`, 'face/gone-0.jpg', 'face/gone-0.jpg.json']);
});

async function put(bucket: Bucket, key: string): Promise<void> {
  await bucket.putIfAbsent(key, Buffer.from(key), { contentType: 'image/webp', describe: () => '{}\n' });
}
