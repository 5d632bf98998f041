import type { Bucket } from '../bucket/bucket.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { shotPages } from '../catalog/shot-pages.ts';
import { isDescriptionKey } from '../keys/description-key.ts';
import { PREFIXES } from '../keys/prefixes.ts';
import type { RetentionRule } from './config.ts';
import { newestFirst } from './newest-first.ts';
import { type LeftToS3, type RetainedShot, RetentionPlan, type RuleTally } from './plan.ts';
import type { SweepCounts } from './sweep-counts.ts';

/** A payload that was put aside: by the time at which it was stored, since nothing else is known of all of them. */
type PutAside = RetainedShot & { readonly image: { readonly bytes: number } };

/** What is due of the catalog's shots, and of what lies beside them. */
export interface SweepPlan {
  /** In µs since the epoch. */
  readonly now: number;
  readonly shots: RetentionPlan;
  readonly aside: { readonly plan: RetentionPlan; readonly objects: readonly PutAside[] };
}

export interface PlanOptions {
  readonly bucket: Pick<Bucket, 'list'>;
  readonly catalog: Pick<Catalog, 'shots'>;
  /** In µs since the epoch. */
  readonly now: number;
  readonly leftToS3?: LeftToS3;
  /** Ends it early, with a plan of what was seen. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks through the catalog, and through what was put aside where a rule names that by its prefix; tombstones have no end.
 * Rejects with ResourceError where catalog or bucket cannot be read.
 */
export async function planSweep(rules: readonly RetentionRule[], options: PlanOptions): Promise<SweepPlan> {
  const { catalog, now, leftToS3, signal } = options;
  const shots = new RetentionPlan(rules, now, leftToS3);
  const isInOrder = rules.some(({ bytes }) => bytes !== undefined);
  const pages = isInOrder ? newestFirst(catalog, signal) : shotPages(catalog, { order: 'newest' });
  for await (const page of pages) {
    for (const shot of page) shots.show(shot);
    if (signal?.aborted) break;
  }
  return { now, shots, aside: await planAside(rules.filter(isOfAside), options) };
}

/** The rules in their order, with what each is about. */
export function talliesOf({ shots, aside }: SweepPlan): RuleTally[] {
  return shots.tallies.map((tally) => aside.plan.tallies.find(({ rule }) => rule === tally.rule) ?? tally);
}

/** What would be removed by a plan. */
export function dueBy({ shots, aside }: SweepPlan): SweepCounts {
  const bytes = [...shots.tallies, ...aside.plan.tallies].reduce((sum, { dueBytes }) => sum + dueBytes, 0);
  return { shots: shots.dueShots, putAside: aside.plan.dueShots, bytes };
}

function isOfAside({ prefix = '' }: RetentionRule): boolean {
  return prefix.startsWith(PREFIXES.deadLetters) || prefix.startsWith(PREFIXES.invalid);
}

async function planAside(rules: readonly RetentionRule[], options: PlanOptions): Promise<SweepPlan['aside']> {
  const { bucket, now, signal } = options;
  const plan = new RetentionPlan(rules, now);
  const objects = new Map<string, PutAside>();
  for (const prefix of new Set(rules.map((rule) => rule.prefix ?? ''))) {
    for await (const { key, bytes, modifiedAt } of bucket.list(prefix)) {
      if (signal?.aborted) break;
      const at = modifiedAt.getTime() * 1_000;
      if (!isDescriptionKey(key)) objects.set(key, { id: key, key, at, storedAt: at, image: { bytes } });
    }
  }
  const newestFirst = [...objects.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  for (const object of newestFirst) plan.show(object);
  return { plan, objects: newestFirst };
}
