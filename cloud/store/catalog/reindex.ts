import { BadInputError } from '@vedette/core/errors';
import type { Bucket } from '../bucket/bucket.ts';
import { openTombstones, type Tombstones } from '../forget/tombstones.ts';
import { isDescriptionKey } from '../keys/description-key.ts';
import { isBesideShots, isMadeHere } from '../keys/prefixes.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import { keysBetween } from './keys-between.ts';
import { moveShot } from './move-shot.ts';
import { readDescription } from './read-description.ts';

export interface ReindexOptions {
  readonly bucket: Bucket;
  readonly catalog: Catalog;
  /** Leaves shots in the catalog whose object is gone. */
  readonly keep?: boolean | undefined;
  /** Ends it early: what was done stays done, and the next run goes on from there. */
  readonly signal?: AbortSignal | undefined;
  /** Hears of each object that is passed over, and why. */
  onSkipped?(key: string, detail: string): void;
}

/**
 * Why an object is not in the catalog: nothing is said of it; what is said is of no shot (a dead letter, say); it was erased,
 * and whoever does that is about to remove it; or the catalog has its shot under another key, where there is an object too.
 */
export type SkipReason = 'undescribed' | 'noShot' | 'erased' | 'twice';

export interface ReindexCounts {
  /** Objects that were listed, without descriptions of images and what was made here; each is present, added or skipped. */
  objects: number;
  present: number;
  added: number;
  skipped: Record<SkipReason, number>;
  /** Shots of the catalog whose object is gone. */
  removed: number;
}

/** Keys that are compared at a time, and objects that are read at once. */
const WINDOW = 1_000;
const AT_ONCE = 32;

/**
 * Makes the catalog follow from the bucket alone. Both give their keys in the same order, so they are compared as
 * they come: what the catalog lacks is read from the bucket and added, what the bucket lacks is removed. Run again after a
 * kill it has that much less to do; it may run while shots are stored.
 */
export class Reindex {
  readonly counts: ReindexCounts = {
    ...{ objects: 0, present: 0, added: 0, removed: 0 },
    skipped: { undescribed: 0, noShot: 0, erased: 0, twice: 0 },
  };
  readonly #options: ReindexOptions;
  readonly #tombstones: Tombstones;

  constructor(options: ReindexOptions) {
    this.#options = options;
    this.#tombstones = openTombstones(options.bucket);
  }

  /** Rejects with ResourceError where bucket or catalog fails. */
  async run(): Promise<void> {
    let after = '';
    let keys: string[] = [];
    for await (const { key } of this.#options.bucket.list('')) {
      if (isDescriptionKey(key) || isMadeHere(key)) continue;
      keys.push(key);
      if (keys.length < WINDOW) continue;
      await this.#compare(keys, after, key);
      if (this.#isAborted) return;
      after = key;
      keys = [];
    }
    await this.#compare(keys, after, undefined);
  }

  get #isAborted(): boolean {
    return this.#options.signal?.aborted ?? false;
  }

  /** `keys`: all that the bucket has behind `after` up to `last`, or up to the end. */
  async #compare(keys: readonly string[], after: string, last: string | undefined): Promise<void> {
    const { catalog, signal, keep } = this.#options;
    const known = await keysBetween(catalog, after, last, signal);
    const there = new Set(keys);
    // First, since an object may have moved: its shot is added under its new key when the old one is free.
    if (!keep) await this.#removeGone([...known].filter(([key]) => !there.has(key)));
    const unknown = keys.filter((key) => !known.has(key));
    this.counts.objects += keys.length - unknown.length;
    this.counts.present += keys.length - unknown.length;
    await forEachAtOnce(AT_ONCE, unknown, signal, (key) => this.#index(key));
  }

  async #removeGone(missing: readonly (readonly [key: string, id: string])[]): Promise<void> {
    const gone: string[] = [];
    await forEachAtOnce(AT_ONCE, missing, this.#options.signal, async ([key, id]) => {
      // Stored since its key was passed by, it is there.
      if (!(await this.#isThere(key))) gone.push(id);
    });
    this.counts.removed += await this.#options.catalog.remove(gone);
  }

  /** Adds the shot of one object, or counts why not. */
  async #index(key: string): Promise<void> {
    try {
      if (isBesideShots(key)) throw new BadInputError('noShot', 'it lies beside the shots');
      const entry = await readDescription(this.#options.bucket, key);
      const tombstone = await this.#tombstones.covering(entry);
      if (tombstone !== undefined) throw new BadInputError('erased', `it was erased, by ${tombstone}`);
      if ((await this.#options.catalog.add(entry)) === 'added') this.counts.added += 1;
      else await this.#move(entry);
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      const { reason } = error;
      this.#skip(key, reason === 'undescribed' || reason === 'erased' ? reason : 'noShot', error.message);
    }
    this.counts.objects += 1;
  }

  /** The catalog has this shot under another key, or has just got it from whoever stored it. */
  async #move(entry: CatalogEntry): Promise<void> {
    const { catalog } = this.#options;
    const before = await catalog.shot(entry.id);
    if (before?.key === entry.key) this.counts.present += 1;
    else if (before && (await this.#isThere(before.key)))
      this.#skip(entry.key, 'twice', `its shot lies in ${before.key} too`);
    else {
      await moveShot(catalog, entry);
      this.counts.added += 1;
    }
  }

  async #isThere(key: string): Promise<boolean> {
    const { bucket } = this.#options;
    return (await bucket.get(`${key}.json`)) !== undefined || (await bucket.get(key)) !== undefined;
  }

  #skip(key: string, reason: SkipReason, detail: string): void {
    this.counts.skipped[reason] += 1;
    this.#options.onSkipped?.(key, detail);
  }
}
