import { nowMicros } from '@vedette/core/message';
import type { Bucket } from '../bucket/bucket.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { lacksCatalog } from '../catalog/lacks-catalog.ts';
import { checkClock } from '../forget/check-clock.ts';
import { whileAlone } from '../forget/while-alone.ts';
import { endStale, giveToS3 } from './lifecycle/give-to-s3.ts';
import { type LifecycleState, lookAtLifecycle, type RetentionSetup } from './lifecycle/lifecycle-state.ts';
import { isStoredAhead, objectionTo } from './objection.ts';
import { planSweep, type SweepPlan } from './plan-sweep.ts';
import { sweep } from './sweep.ts';
import type { SweepCounts } from './sweep-counts.ts';

export interface SweepOnceOptions {
  readonly bucket: Pick<Bucket, 'putIfAbsent' | 'list' | 'remove'>;
  readonly catalog: Pick<Catalog, 'shots' | 'forget' | 'leases'>;
  readonly signal: AbortSignal;
  /** Looks, and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Goes on where a person was to look first. */
  readonly yes?: boolean | undefined;
  /** Hears how the lifecycle rules in the bucket are, before those end that follow from ours no more. */
  onLifecycle?(state: LifecycleState): void;
  /** Hears who else removes shots, once. */
  onWait?(holder: string): void;
  /** Hears what was found, before anything is removed. */
  onPlan?(plan: SweepPlan): void;
}

export interface Swept {
  /** What was removed; undefined where nothing was to be. */
  readonly counts?: SweepCounts;
  /** Why a person is to look first, and what was not done. */
  readonly objection?: string | undefined;
}

/**
 * Removes what has had its time, by what is there when our turn has come; then gives S3 those rules that are to be left to it,
 * so that it finds as little to remove as we left. Lifecycle rules that do not follow from ours any more end first, whatever the
 * plan. Rejects with ResourceError where bucket or catalog fails, and where this machine's clock is behind the bucket's.
 */
export function sweepOnce(setup: RetentionSetup, options: SweepOnceOptions): Promise<Swept> {
  const { catalog, dryRun, signal, onWait } = options;
  if (dryRun) return inTurn(setup, options);
  const work = (alone: AbortSignal) => inTurn(setup, { ...options, signal: alone });
  return whileAlone({ leases: catalog.leases, signal, ...(onWait && { onWait }) }, work);
}

const LACKS_CATALOG = 'there are shots in the bucket and none in the catalog; run `vedette reindex` first';

async function inTurn(setup: RetentionSetup, options: SweepOnceOptions): Promise<Swept> {
  const { bucket, catalog, signal, dryRun, yes } = options;
  const lifecycle = await lookAtLifecycle(setup);
  options.onLifecycle?.(lifecycle);
  if (!dryRun) await endStale(setup, lifecycle);
  if (setup.rules.length === 0) return {};
  const now = nowMicros();
  const plan = await planSweep(setup.rules, { bucket, catalog, now, leftToS3: lifecycle.inForce, signal });
  if (signal.aborted) return {}; // it is a plan of what was seen
  options.onPlan?.(plan);
  const objection = (await lacksCatalog({ bucket, catalog })) ? LACKS_CATALOG : objectionTo(plan);
  if (objection !== undefined && !yes) return { objection: `nothing is removed: ${objection}` };
  if (dryRun) return {};
  if (isStoredAhead(plan)) await checkClock(bucket);
  const counts = await sweep(plan, { bucket, catalog, signal });
  return { counts, objection: await giveToS3(setup, lifecycle, { bucket, now, signal, yes }) };
}
