import type { Bucket } from '@vedette/store';

/** A description as it lies in a bucket. */
export function jsonOf(description: object): string {
  return `${JSON.stringify(description)}\n`;
}

/** Puts a description beside an object that was left without one, unless somebody else does so first. */
export function putDescription(
  bucket: Pick<Bucket, 'putIfAbsent'>,
  key: string,
  description: string,
): Promise<'stored' | 'present'> {
  return bucket.putIfAbsent(`${key}.json`, Buffer.from(description), { contentType: 'application/json' });
}
