import { onTestFinished } from 'vitest';
import type { Bucket, StoredObject } from '../bucket.ts';

export const JPEG = { contentType: 'image/jpeg' };
export const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

/** A bucket, and how to open it once more, as another process would. */
export interface Fresh {
  readonly bucket: Bucket;
  again(): Promise<Bucket>;
}

/** What the contracts of every kind of bucket work with. */
export interface BucketRig {
  /** Opens an empty one, which is closed with the test. */
  empty(): Promise<Fresh>;
  /** The keys that a listing shows of an object with a description. */
  withDescription(key: string): string[];
  /** What is said of an object. */
  said(bucket: Bucket, key: string): Promise<unknown>;
}

/** `descriptions`: whether they are objects of their own or are held within the object. */
export function bucketRig(fresh: () => Promise<Fresh>, descriptions: 'beside' | 'within'): BucketRig {
  const closed = (bucket: Bucket) => {
    onTestFinished(() => bucket.close());
    return bucket;
  };
  return {
    async empty() {
      const { bucket, again } = await fresh();
      return { bucket: closed(bucket), again: async () => closed(await again()) };
    },
    withDescription: (key) => (descriptions === 'beside' ? [key, `${key}.json`] : [key]),
    said: async (bucket, key) => JSON.parse(String(await bucket.get(`${key}.json`))),
  };
}

export async function listed(bucket: Bucket, prefix = '', after?: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of bucket.list(prefix, after === undefined ? {} : { after })) objects.push(object);
  return objects;
}

export async function keysOf(bucket: Bucket, prefix = '', after?: string): Promise<string[]> {
  return (await listed(bucket, prefix, after)).map(({ key }) => key);
}

export async function putAll(bucket: Bucket, keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => bucket.putIfAbsent(key, Buffer.from(key), JPEG)));
}
