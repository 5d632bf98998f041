import { randomUUID } from 'node:crypto';
import { type Bucket, type Catalog, PREFIXES } from '@vedette/store';

/** Which catalog the last sink had that makes packs in this bucket. */
const NOTE = `${PREFIXES.notes}packs-catalog`;
const TEXT = { contentType: 'text/plain' };

export interface SeesOtherCatalogOptions {
  readonly bucket: Pick<Bucket, 'putIfAbsent' | 'update'>;
  readonly catalog: Pick<Catalog, 'tokens'>;
}

/**
 * Whether packs of this bucket were made with another catalog last; leaves a note that it is this one now. Rejects with
 * ResourceError.
 */
export async function seesOtherCatalog({ bucket, catalog }: SeesOtherCatalogOptions): Promise<boolean> {
  const own = Buffer.from(await catalog.tokens.secret('catalog', randomUUID()));
  if ((await bucket.putIfAbsent(NOTE, own, TEXT)) === 'stored') return false;
  let isOther = false;
  await bucket.update(NOTE, TEXT, (noted) => {
    isOther = !noted.equals(own);
    return isOther ? own : 'as it is';
  });
  return isOther;
}
