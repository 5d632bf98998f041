import { ResourceError } from '@vedette/core/errors';
import type { KeyTemplate } from '../../keys/key-template.ts';
import type { RetentionRule } from '../config.ts';
import { type LifecycleRule, type Translated, toLifecycle } from './lifecycle-rules.ts';
import { readLifecycle } from './put-lifecycle.ts';

/** What is to be kept for how long, and what of it is left to a bucket on S3. */
export interface RetentionSetup {
  readonly bucketUrl: string;
  readonly rules: readonly RetentionRule[];
  /** The layout in which shots are stored. */
  readonly template: Pick<KeyTemplate, 'text'>;
  /** Leaves to the bucket, where it is on S3, what that can remove by itself. */
  readonly lifecycle: boolean;
}

/** Our lifecycle rules as they are in the bucket, beside what they should be. */
export interface LifecycleState {
  readonly translated: readonly Translated[];
  /** Those that follow from ours. */
  readonly inForce: ReadonlyMap<RetentionRule, LifecycleRule>;
  readonly missing: readonly LifecycleRule[];
  /** Those that follow from none of ours any more. */
  readonly stale: readonly LifecycleRule[];
  /** Why none of this could be told. */
  readonly unknown?: string;
}

/** Rejects with ResourceError where S3 does not tell, and something is to be left to it. */
export async function lookAtLifecycle({
  bucketUrl,
  rules,
  template,
  lifecycle,
}: RetentionSetup): Promise<LifecycleState> {
  const nothing = { translated: [], inForce: new Map(), missing: [], stale: [] };
  if (!bucketUrl.startsWith('s3://')) return nothing;
  const translated = lifecycle ? toLifecycle(rules, template) : [];
  try {
    return compare(translated, await readLifecycle(bucketUrl));
  } catch (error) {
    if (lifecycle || !(error instanceof ResourceError)) throw error;
    return { ...nothing, unknown: error.message }; // many a user may not ask, and has never had a rule of ours
  }
}

function compare(translated: readonly Translated[], there: readonly LifecycleRule[]): LifecycleState {
  const inForce = new Map<RetentionRule, LifecycleRule>();
  const missing: LifecycleRule[] = [];
  for (const one of translated) {
    if (!('lifecycle' in one)) continue;
    if (there.some((rule) => isSame(rule, one.lifecycle))) inForce.set(one.rule, one.lifecycle);
    else missing.push(one.lifecycle);
  }
  const wanted = [...inForce.values()];
  return { translated, inForce, missing, stale: there.filter((rule) => !wanted.some((one) => isSame(rule, one))) };
}

function isSame(a: LifecycleRule, b: LifecycleRule): boolean {
  return a.prefix === b.prefix && a.days === b.days;
}
