import { VedetteError } from '@vedette/core/errors';
import { type Bucket, isBesideShots, isDescriptionKey } from '@vedette/store';
import { openCatalogIfThere } from '../settings/open-catalog-if-there.ts';
import type { Settings } from '../settings/schema.ts';

const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const FIRST_BYTE = { from: 0, bytes: 1 };

/** Whether what was asked for is a shot's id, and no key. */
export function isShotId(text: string): boolean {
  return ID.test(text);
}

/**
 * Under which key a shot lies, in whatever layout: as the catalog says, or, where there is none, or it does not know, or
 * nothing lies there any more, as the bucket's keys say, all of which are listed then. Undefined where none has this id, in
 * capitals or not.
 */
export async function findById(bucket: Bucket, id: string, settings: Settings): Promise<string | undefined> {
  const known = await findKnown(id, settings);
  if (known !== undefined && (await bucket.get(known, FIRST_BYTE))) return known;
  const plain = id.toLowerCase();
  for await (const { key } of bucket.list('')) {
    if (key.toLowerCase().includes(plain) && !isDescriptionKey(key) && !isBesideShots(key)) return key;
  }
  return undefined;
}

/** The same; throws VedetteError where no shot has this id. */
export async function keyOfShot(bucket: Bucket, id: string, settings: Settings): Promise<string> {
  const key = await findById(bucket, id, settings);
  if (key === undefined) throw new VedetteError(`no shot ${id} in ${bucket.url}; \`vedette ls\` lists what is there`);
  return key;
}

async function findKnown(id: string, settings: Settings): Promise<string | undefined> {
  const catalog = await openCatalogIfThere(settings);
  try {
    return (await catalog?.keyOf(id)) ?? (await catalog?.keyOf(id.toLowerCase()));
  } finally {
    await catalog?.close();
  }
}
