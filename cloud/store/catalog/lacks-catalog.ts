import type { Bucket } from '../bucket/bucket.ts';
import { PREFIXES } from '../keys/prefixes.ts';
import type { Catalog } from './catalog.ts';

export interface LacksCatalogOptions {
  readonly bucket: Pick<Bucket, 'list'>;
  readonly catalog: Pick<Catalog, 'shots'>;
}

/**
 * Whether there are shots in the bucket, and none in the catalog: then nobody who asks the catalog knows of them. Rejects with
 * ResourceError.
 */
export async function lacksCatalog({ bucket, catalog }: LacksCatalogOptions): Promise<boolean> {
  const { items } = await catalog.shots({ limit: 1 });
  return items.length === 0 && (await hasShots(bucket));
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
