import { ResourceError } from '@vedette/core/errors';
import { bucketUrlOf } from '@vedette/image-sink/config';
import { type Bucket, DEFAULT_TEMPLATE, type KeyTemplate, openBucket, parseKeyTemplate } from '@vedette/store';
import { openCatalogIfThere } from '../settings/open-catalog-if-there.ts';
import type { Settings } from '../settings/schema.ts';
import { countInBucket, isSaid } from './bucket-minutes.ts';
import { countInCatalog } from './catalog-minutes.ts';
import type { CountInBucket, EdgeRow } from './compare.ts';

export interface StoredCount {
  readonly count: CountInBucket;
  /** There is no catalog, so that what lies in a layout before today's may be missed. */
  readonly isByKeysAlone: boolean;
}

/**
 * What is stored of these rows: the objects in the bucket whose keys say the camera and the time, in today's layout or the
 * default one, and by the catalog what lies in any other. Undefined, which is said on stderr, where there is nothing to
 * count by.
 */
export async function countStored(settings: Settings, rows: readonly EdgeRow[]): Promise<StoredCount | undefined> {
  const bucket = await openForReport(settings);
  if (!bucket) return undefined;
  try {
    const today = parseKeyTemplate(settings.imageSink.key);
    const templates = today.text === DEFAULT_TEMPLATE.text ? [today] : [today, DEFAULT_TEMPLATE];
    const telling = templates.filter(({ saysWhereAndWhen }) => saysWhereAndWhen);
    const elsewhere = await countElsewhere(settings, rows, telling);
    if (!elsewhere && !today.saysWhereAndWhen) return sayNothingTells();
    const said = await countInBucket(bucket, rows, telling);
    const count: CountInBucket = (place, minute) => said(place, minute) + (elsewhere?.(place, minute) ?? 0);
    return { count, isByKeysAlone: elsewhere === undefined };
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

/** By the catalog, what none of these templates tells; undefined where there is no catalog. */
async function countElsewhere(settings: Settings, rows: readonly EdgeRow[], telling: readonly KeyTemplate[]) {
  const catalog = await openCatalogIfThere(settings);
  return catalog && countInCatalog(catalog, rows, isSaidByAny(telling)).finally(() => catalog.close());
}

function isSaidByAny(templates: readonly KeyTemplate[]): Parameters<typeof countInCatalog>[2] {
  return (key, place, minute) => templates.some((template) => isSaid(template, key, place, minute));
}

function sayNothingTells(): undefined {
  const why = 'the keys of this bucket do not say what was captured where, and there is no catalog';
  console.error(`vedette: ${why}: \`vedette reindex\` makes one; these are the books of the edge alone`);
}
