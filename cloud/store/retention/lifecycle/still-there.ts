import { dirname } from 'node:path/posix';
import type { Bucket } from '../../bucket/bucket.ts';

/** Of some keys those under which there is an object; asks by their folders, which one listing has a thousand keys of. */
export async function stillThere(bucket: Pick<Bucket, 'list'>, keys: readonly string[]): Promise<readonly string[]> {
  const there = new Set<string>();
  for (const folder of new Set(keys.map(dirname))) {
    for await (const { key } of bucket.list(folder === '.' ? '' : `${folder}/`)) there.add(key);
  }
  return keys.filter((key) => there.has(key));
}
