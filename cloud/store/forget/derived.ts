import { z } from 'zod';
import type { Bucket } from '../bucket/bucket.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { imageOfDerived } from '../images/derived-key.ts';
import { type EraseRule, isCovered, type RuledShot, ruledShotSchema } from './rule.ts';

const descriptionSchema = z.looseObject({ of: ruledShotSchema.extend({ key: z.string() }) });

export interface DerivedStores {
  readonly bucket: Pick<Bucket, 'get'>;
  readonly catalog?: Pick<Catalog, 'keyOf'> | undefined;
}

/**
 * The shot that a rule is about, of which what lies under `key` was made, where that shot is gone: whoever put it there was
 * killed before they looked for that. False where the rule is not about it, or the shot is there, since it goes with that;
 * undefined where nothing is said.
 */
export async function coveredDerived(
  { bucket, catalog }: DerivedStores,
  rule: EraseRule,
  key: string,
): Promise<RuledShot | false | undefined> {
  const image = imageOfDerived(key);
  if (image !== undefined && (await catalog?.keyOf(image)) !== undefined) return false;
  const of = ofDescription(await bucket.get(`${key}.json`));
  if (!of) return undefined;
  if (!isCovered(rule, of)) return false;
  return (await bucket.get(of.key, { from: 0, bytes: 1 })) === undefined && of;
}

function ofDescription(json: Buffer | undefined) {
  try {
    return descriptionSchema.parse(JSON.parse(json?.toString() ?? '')).of;
  } catch {
    return undefined;
  }
}
