import { ResourceError } from '@vedette/core/errors';
import { bucketUrlOf } from '@vedette/image-sink/config';
import { type Bucket, DEFAULT_TEMPLATE, openBucket, parseKeyTemplate } from '@vedette/store';
import { openCatalogIfThere } from '../settings/open-catalog-if-there.ts';
import type { Settings } from '../settings/schema.ts';
import { countInBucket } from './bucket-minutes.ts';
import { countInCatalog } from './catalog-minutes.ts';
import type { CountInBucket, EdgeRow } from './compare.ts';

/**
 * What is stored of these rows: by the keys in the bucket, where they say the camera and the time, else by the catalog.
 * Undefined, which is said on stderr, where there is no bucket to count in, or no catalog.
 */
export async function countStored(settings: Settings, rows: readonly EdgeRow[]): Promise<CountInBucket | undefined> {
  const bucket = await openForReport(settings);
  if (!bucket) return undefined;
  try {
    const template = parseKeyTemplate(settings.imageSink.key);
    if (!template.saysWhereAndWhen) return await countByCatalog(settings, rows);
    const earlier = template.text === DEFAULT_TEMPLATE.text ? [] : [DEFAULT_TEMPLATE];
    return await countInBucket(bucket, rows, [template, ...earlier]);
  } finally {
    await bucket.close();
  }
}

/** The edge has no bucket: there, and where none was named, its books stand alone. */
async function openForReport(settings: Settings): Promise<Bucket | undefined> {
  const url = bucketUrlOf(settings.imageSink, settings);
  try {
    return await openBucket(url, { create: false });
  } catch (error) {
    if (settings.imageSink.bucket !== undefined || !(error instanceof ResourceError)) throw error;
    console.error(`vedette: no bucket at ${url}: these are the books of the edge alone`);
    return undefined;
  }
}

async function countByCatalog(settings: Settings, rows: readonly EdgeRow[]): Promise<CountInBucket | undefined> {
  const catalog = await openCatalogIfThere(settings);
  if (catalog) return countInCatalog(catalog, rows).finally(() => catalog.close());
  const why = 'the keys of this bucket do not say what was captured where, and there is no catalog';
  console.error(`vedette: ${why}: \`vedette reindex\` makes one; these are the books of the edge alone`);
  return undefined;
}
