import { BadInputError } from '@vedette/core/errors';
import type { Topics } from '@vedette/core/topics';
import type { Bucket, StoredObject } from '../bucket/bucket.ts';
import type { Catalog, CatalogEntry } from '../catalog/catalog.ts';
import { forEachAtOnce } from '../catalog/for-each-at-once.ts';
import { keysBetween } from '../catalog/keys-between.ts';
import { readDescription } from '../catalog/read-description.ts';
import { shotPages } from '../catalog/shot-pages.ts';
import { isDescriptionKey } from '../keys/description-key.ts';
import type { KeyTemplate } from '../keys/key-template.ts';
import { PREFIXES } from '../keys/prefixes.ts';
import { coveredDerived } from './derived.ts';
import { isKeyCovered } from './key-covered.ts';
import { coveredPutAside } from './put-aside.ts';
import { type EraseRule, isCovered, type RuledShot, ruledShotSchema } from './rule.ts';

/**
 * Something in the bucket that a rule is about: a shot, a payload that was put aside, or what was made of a shot that is gone.
 */
export interface Found {
  readonly key: string;
  readonly bytes: number;
  /** Of a shot: what is said of it. */
  readonly entry?: CatalogEntry;
  /** Whether the catalog has told of it. */
  readonly isCataloged: boolean;
  /** Of a payload that was put aside, and is no shot of this bucket: what the rule is about. */
  readonly putAside?: RuledShot;
  /** Of what was made of a shot that is gone: that shot. */
  readonly derivedOf?: RuledShot;
}

export interface FindOptions {
  readonly bucket: Bucket;
  /** Absent: nothing is known but what the bucket's descriptions say, and each of them is read. */
  readonly catalog?: Catalog | undefined;
  readonly topics: Pick<Topics, 'placeOf'>;
  /** The layout in which shots are stored now. */
  readonly template: Pick<KeyTemplate, 'parse' | 'namesIn'>;
  readonly signal?: AbortSignal | undefined;
  /** Hears of an object that nothing is said of, so that nobody can tell whether the rule is about it. */
  onUntold(key: string): void;
  /** Hears of each object that is listed. */
  onListed?(object: StoredObject): void;
}

/** Objects that are looked at together, and read at once. */
const WINDOW = 1_000;
const AT_ONCE = 32;

const IMAGE = /\.(?:jpg|png|webp)$/;

/**
 * All that a rule is about, some at a time: first what the catalog tells, then what the bucket has beside that. A catalog
 * may lack shots; so all keys of the bucket are listed, and what the catalog does not know is read.
 */
export async function* findCovered(rule: EraseRule, options: FindOptions): AsyncGenerator<readonly Found[]> {
  if (options.catalog) yield* inCatalog(rule, options.catalog);
  let after = '';
  for await (const objects of windows(options.bucket.list(''), options)) {
    if (options.signal?.aborted) return;
    const last = objects.at(-1)?.key;
    yield await inBucket(rule, await unknownOf(objects, { after, last }, options), options);
    after = last ?? after;
  }
}

async function* inCatalog(rule: EraseRule, catalog: Catalog): AsyncGenerator<readonly Found[]> {
  const { v: _, erasedAt, suspectSessions: __, ...selection } = rule;
  for await (const shots of shotPages(catalog, { ...selection, to: rule.to ?? erasedAt, order: 'oldest' })) {
    const covered = shots.filter((shot) => isCovered(rule, shot)); // the catalog knows nothing of suspect clocks
    yield covered.map((entry) => ({ key: entry.key, bytes: entry.image?.bytes ?? 0, entry, isCataloged: true }));
  }
}

/** The objects that the catalog does not know, a description that lies there without its object in place of that. */
async function unknownOf(
  objects: readonly StoredObject[],
  { after, last }: { readonly after: string; readonly last: string | undefined },
  { catalog, signal }: FindOptions,
): Promise<StoredObject[]> {
  const known = catalog ? await keysBetween(catalog, after, last, signal) : new Map();
  const byKey = new Map<string, StoredObject>();
  for (const object of objects) {
    const key = isDescriptionKey(object.key) ? object.key.slice(0, -'.json'.length) : object.key;
    if (!key.startsWith(PREFIXES.tombstones) && !known.has(key) && !byKey.has(key)) byKey.set(key, { ...object, key });
  }
  return [...byKey.values()];
}

async function inBucket(rule: EraseRule, objects: readonly StoredObject[], options: FindOptions): Promise<Found[]> {
  const found: Found[] = [];
  await forEachAtOnce(AT_ONCE, objects, options.signal, async (object) => {
    const one = await judge(rule, object, options);
    if (one) found.push(one);
  });
  return found;
}

async function judge(rule: EraseRule, { key, bytes }: StoredObject, options: FindOptions): Promise<Found | undefined> {
  const { bucket, topics } = options;
  if (key.startsWith(PREFIXES.deadLetters) || key.startsWith(PREFIXES.invalid)) {
    const putAside = await coveredPutAside(bucket, topics, rule, key);
    if (putAside === undefined) options.onUntold(key);
    return putAside ? { key, bytes, isCataloged: false, putAside } : undefined;
  }
  if (key.startsWith(PREFIXES.derived)) {
    const derivedOf = await coveredDerived(options, rule, key);
    if (derivedOf === undefined) options.onUntold(key);
    return derivedOf ? { key, bytes, isCataloged: false, derivedOf } : undefined;
  }
  try {
    const entry = await readDescription(bucket, key);
    const isAbout = ruledShotSchema.safeParse(entry).success && isCovered(rule, entry);
    return isAbout ? { key, bytes, entry, isCataloged: false } : undefined;
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return IMAGE.test(key) ? judgeUndescribed(rule, { key, bytes }, options) : undefined;
  }
}

/** Whoever stored it was killed before it was described, or somebody has put it there. */
function judgeUndescribed(
  rule: EraseRule,
  { key, bytes }: Pick<StoredObject, 'key' | 'bytes'>,
  { template, onUntold }: FindOptions,
): Found | undefined {
  const isCoveredByKey = isKeyCovered(rule, key, template);
  if (isCoveredByKey === undefined) onUntold(key);
  return isCoveredByKey ? { key, bytes, isCataloged: false } : undefined;
}

async function* windows(
  objects: AsyncIterable<StoredObject>,
  { onListed }: FindOptions,
): AsyncGenerator<readonly StoredObject[]> {
  let window: StoredObject[] = [];
  for await (const object of objects) {
    onListed?.(object);
    window.push(object);
    if (window.length < WINDOW) continue;
    yield window;
    window = [];
  }
  if (window.length > 0) yield window;
}
