import { BadInputError, messageOf } from '@vedette/core/errors';
import type { Bucket } from '../bucket/bucket.ts';
import type { CatalogEntry } from './catalog.ts';

/**
 * What the bucket says of an object, unchecked. Its key is the one under which it lies, wherever it lay when it was described.
 * Rejects with BadInputError: `undescribed` where nothing is said, `noShot` for what is no JSON.
 */
export async function readDescription(bucket: Pick<Bucket, 'get'>, key: string): Promise<CatalogEntry> {
  const json = await bucket.get(key.endsWith('.json') ? key : `${key}.json`);
  if (!json) throw new BadInputError('undescribed', 'it has no description');
  try {
    return { ...JSON.parse(json.toString()), key };
  } catch (error) {
    throw new BadInputError('noShot', `its description is no JSON: ${messageOf(error)}`);
  }
}
