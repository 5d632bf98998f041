import type { Bucket, StoredObject } from '../bucket/bucket.ts';
import { compareKeys } from '../bucket/key.ts';
import { isPackKey, packedKey } from '../keys/packed-key.ts';
import type { IndexCache } from './index-cache.ts';

type Listed = Pick<Bucket, 'list'>;

/**
 * A listing with the shots of a pack in the place of the pack, in the order of keys. A `.tar` that has no index of ours is
 * an object like any other.
 */
export async function* listWithPacks(
  bucket: Listed,
  indexes: IndexCache,
  prefix: string,
  after: string,
): AsyncGenerator<StoredObject> {
  const isAskedFor = ({ key }: StoredObject) => key.startsWith(prefix) && compareKeys(key, after) > 0;
  /** Shots of packs that were met, whose place in the listing is still to come. */
  let pending = await shotsOf(bucket, indexes, packsPassedOver(prefix, after));
  for await (const object of bucket.list(prefix, { after })) {
    const isPast = ({ key }: StoredObject) => compareKeys(key, object.key) < 0;
    yield* pending.filter(isPast).filter(isAskedFor);
    pending = pending.filter((shot) => !isPast(shot));
    const shots = await shotsIn(indexes, object);
    if (shots) pending = [...pending, ...shots].sort(byKey);
    else yield object;
  }
  yield* pending.filter(isAskedFor);
}

/** Packs that a listing by these keys does not meet, and that may hold what it asks for. */
function packsPassedOver(prefix: string, after: string): Set<string> {
  return new Set([...packsBefore(prefix).filter((pack) => prefix.startsWith(`${pack}/`)), ...packsBefore(after)]);
}

/** Keys of packs that a key begins with. */
function packsBefore(key: string): string[] {
  const ends = [...key.matchAll(/\.tar/g)].map(({ index }) => index + '.tar'.length);
  return ends.map((end) => key.slice(0, end)).filter(isPackKey);
}

async function shotsOf(bucket: Listed, indexes: IndexCache, packs: Iterable<string>): Promise<StoredObject[]> {
  const shots: StoredObject[] = [];
  for (const pack of packs) {
    for await (const object of bucket.list(pack)) {
      if (object.key === pack) shots.push(...((await shotsIn(indexes, object)) ?? []));
      break; // it is the first one, if it is there
    }
  }
  return shots.sort(byKey);
}

/** Undefined for what is no pack. */
async function shotsIn(
  indexes: IndexCache,
  { key: pack, modifiedAt }: StoredObject,
): Promise<StoredObject[] | undefined> {
  const read = isPackKey(pack) ? await indexes.get(pack) : undefined;
  const shots = read?.index.shots.map(({ name, body: [, bytes] }) => ({
    key: packedKey({ pack, name }),
    bytes,
    modifiedAt,
  }));
  return shots?.sort(byKey);
}

const byKey = (a: StoredObject, b: StoredObject) => compareKeys(a.key, b.key);
