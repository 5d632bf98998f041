import { settlesWithin } from '@vedette/core/run';
import { type Bucket, type Catalog, PREFIXES } from '@vedette/store';

export interface LacksCatalogOptions {
  readonly bucket: Pick<Bucket, 'list'>;
  readonly catalog: Pick<Catalog, 'shots'>;
}

/** How long it is waited for: whether bucket and catalog answer is found out by whoever stores. */
const LOOK_MS = 5_000;

/**
 * Whether there are shots in the bucket, and none in the catalog: then nobody knows of what was stored under keys of another
 * layout, or in packs. False where it cannot be told.
 */
export async function lacksCatalog({ bucket, catalog }: LacksCatalogOptions): Promise<boolean> {
  let isLacking = false;
  const looking = (async () => {
    isLacking = (await hasShots(bucket)) && (await catalog.shots({ limit: 1 })).items.length === 0;
  })();
  await settlesWithin(LOOK_MS, looking);
  return isLacking;
}

async function hasShots(bucket: Pick<Bucket, 'list'>): Promise<boolean> {
  for (let after = ''; ; ) {
    const key = await firstKey(bucket, after);
    if (key === undefined) return false;
    const beside = Object.values(PREFIXES).find((prefix) => key.startsWith(prefix));
    if (beside === undefined) return true;
    after = `${beside}\u{10ffff}`; // past all of them
  }
}

async function firstKey(bucket: Pick<Bucket, 'list'>, after: string): Promise<string | undefined> {
  for await (const { key } of bucket.list('', { after })) return key;
  return undefined;
}
