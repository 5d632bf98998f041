import { setTimeout as sleep } from 'node:timers/promises';
import type { Bucket } from '../bucket/bucket.ts';
import type { Catalog, CatalogShot } from '../catalog/catalog.ts';
import { removeObjects } from '../forget/remove-objects.ts';
import type { SweepPlan } from './plan-sweep.ts';
import { shotPages } from './shot-pages.ts';

/** Shots that are removed together: most packs whole, since one that loses a part is written anew. */
const BATCH = 10_000;

export interface SweepCounts {
  shots: number;
  /** Payloads that had been put aside. */
  putAside: number;
  /** Of the shots' images, and of those payloads. */
  bytes: number;
}

export interface SweepOptions {
  readonly bucket: Pick<Bucket, 'remove'>;
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
  const { bucket, catalog, signal, onBatch } = options;
  const counts: SweepCounts = { shots: 0, putAside: 0, bytes: 0 };
  let batch: CatalogShot[] = [];
  const flush = async () => {
    await removeBatch(batch, counts, options);
    onBatch?.(counts);
    batch = [];
  };
  for await (const shots of shotPages(catalog, { order: 'oldest', to: plan.end })) {
    batch.push(...shots.filter((shot) => plan.isDue(shot)));
    if (batch.length >= BATCH) await flush();
    if (signal?.aborted) return counts;
  }
  await flush();
  const due = aside.objects.filter((object) => aside.plan.isDue(object));
  await removeObjects(
    bucket,
    due.map(({ key }) => key),
    signal,
  );
  if (signal?.aborted) return counts;
  counts.putAside += due.length;
  counts.bytes += due.reduce((sum, { image }) => sum + image.bytes, 0);
  return counts;
}

async function removeBatch(
  batch: readonly CatalogShot[],
  counts: SweepCounts,
  { bucket, catalog, signal }: SweepOptions,
): Promise<void> {
  const began = performance.now();
  await removeObjects(
    bucket,
    batch.map(({ key }) => key),
    signal,
  );
  if (signal?.aborted) return; // some are still there, and the next sweep finds them by the catalog
  counts.shots += await catalog.forget(batch.map(({ id }) => id));
  counts.bytes += batch.reduce((sum, { image }) => sum + (image?.bytes ?? 0), 0);
  await sleep(performance.now() - began, undefined, { signal }).catch(() => undefined);
}
