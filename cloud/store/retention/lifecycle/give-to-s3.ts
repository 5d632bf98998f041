import type { Bucket } from '../../bucket/bucket.ts';
import { isMuch } from '../is-much.ts';
import { DAY_MICROS } from '../plan.ts';
import type { LifecycleRule } from './lifecycle-rules.ts';
import type { LifecycleState, RetentionSetup } from './lifecycle-state.ts';
import { putLifecycle } from './put-lifecycle.ts';

interface Options {
  readonly bucket: Pick<Bucket, 'list'>;
  /** In µs since the epoch. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Does not look first. */
  readonly yes?: boolean | undefined;
}

/** Ends the rules of ours in the bucket that follow from no rule any more. Rejects with ResourceError. */
export async function endStale({ bucketUrl }: RetentionSetup, { inForce, stale }: LifecycleState): Promise<void> {
  if (stale.length > 0) await putLifecycle(bucketUrl, [...inForce.values()]);
}

/**
 * Gives S3 the rules that it is to follow and does not. Gives none, and tells why, where a person should look first. Rejects with
 * ResourceError.
 */
export async function giveToS3(
  { bucketUrl }: RetentionSetup,
  { inForce, missing }: LifecycleState,
  options: Options,
): Promise<string | undefined> {
  for (const rule of options.yes ? [] : missing) {
    const objection = await objectionTo(rule, options);
    if (objection !== undefined) return objection;
  }
  if (missing.length > 0 && !options.signal.aborted) await putLifecycle(bucketUrl, [...inForce.values(), ...missing]);
  return undefined;
}

/** Looks at what S3 goes by: all objects, whether the catalog has them or not, and when they were uploaded. */
async function objectionTo(
  { prefix, days }: LifecycleRule,
  { bucket, now, signal }: Options,
): Promise<string | undefined> {
  let objects = 0;
  let due = 0;
  for await (const { modifiedAt } of bucket.list(prefix)) {
    objects += 1;
    if (modifiedAt.getTime() * 1_000 < now - days * DAY_MICROS) due += 1;
    if (signal.aborted) return undefined;
  }
  if (!isMuch(due, objects)) return undefined;
  return `S3 is given no rule of ${days} days for "${prefix}": ${due} of ${objects} objects would go, which is more than half`;
}
