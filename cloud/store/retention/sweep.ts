import { setTimeout as sleep } from 'node:timers/promises';
import type { Bucket } from '../bucket/bucket.ts';
import type { Catalog, CatalogShot } from '../catalog/catalog.ts';
import { shotPages } from '../catalog/shot-pages.ts';
import { removeObjects } from '../forget/remove-objects.ts';
import { removeDerived } from '../images/remove-derived.ts';
import { stillThere } from './lifecycle/still-there.ts';
import type { SweepPlan } from './plan-sweep.ts';
import type { SweepCounts } from './sweep-counts.ts';

/** Shots that are removed together: most packs whole, since one that loses a part is written anew. */
const BATCH = 10_000;

export interface SweepOptions {
  readonly bucket: Pick<Bucket, 'list' | 'remove'>;
  readonly catalog: Pick<Catalog, 'shots' | 'forget'>;
  readonly signal?: AbortSignal | undefined;
  /** Called behind each batch. */
  onBatch?(counts: Readonly<SweepCounts>): void;
}

/**
 * Removes what is due by a plan, the oldest shots first: from the bucket, then from the catalog, so that what a kill leaves is
 * found again. It rests as long as it works. Rejects with ResourceError where bucket or catalog fails.
 */
export async function sweep({ shots: plan, aside }: SweepPlan, options: SweepOptions): Promise<SweepCounts> {
  const { catalog, signal, onBatch } = options;
  const counts: SweepCounts = { shots: 0, putAside: 0, bytes: 0 };
  let batch: CatalogShot[] = [];
  const flush = async () => {
    await remove(batch, plan, options);
    await forget(batch, counts, options);
    onBatch?.(counts);
    batch = [];
  };
  for await (const shots of shotPages(catalog, { order: 'oldest', to: plan.end })) {
    batch.push(...shots.filter((shot) => plan.isDue(shot)));
    if (batch.length >= BATCH) await flush();
    if (signal?.aborted) return counts;
  }
  await flush();
  await removeAside(aside, counts, options);
  return counts;
}

/** Removes shots from the bucket, of those that are left to S3 what it has left, and waits as long as that took. */
async function remove(
  batch: readonly CatalogShot[],
  plan: SweepPlan['shots'],
  { bucket, signal }: SweepOptions,
): Promise<void> {
  const began = performance.now();
  const left = batch.filter((shot) => plan.isLeftToS3(shot));
  const ours = batch.filter((shot) => !plan.isLeftToS3(shot));
  await removeObjects(bucket, [...keysOf(ours), ...(await stillThere(bucket, keysOf(left)))], signal);
  await removeDerived(
    bucket,
    batch.map(({ id }) => id),
    signal,
  );
  await sleep(performance.now() - began, undefined, { signal }).catch(() => undefined);
}

async function forget(
  shots: readonly CatalogShot[],
  counts: SweepCounts,
  { catalog, signal }: SweepOptions,
): Promise<void> {
  if (signal?.aborted) return; // some are still there, and the next sweep finds them by the catalog
  counts.shots += await catalog.forget(shots.map(({ id }) => id));
  counts.bytes += shots.reduce((sum, { image }) => sum + (image?.bytes ?? 0), 0);
}

async function removeAside(
  { plan, objects }: SweepPlan['aside'],
  counts: SweepCounts,
  { bucket, signal }: SweepOptions,
): Promise<void> {
  const due = objects.filter((object) => plan.isDue(object));
  await removeObjects(bucket, keysOf(due), signal);
  if (signal?.aborted) return;
  counts.putAside += due.length;
  counts.bytes += due.reduce((sum, { image }) => sum + image.bytes, 0);
}

function keysOf(objects: readonly { readonly key: string }[]): string[] {
  return objects.map(({ key }) => key);
}
