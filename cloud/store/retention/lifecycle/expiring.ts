import { dirname } from 'node:path/posix';
import type { Bucket } from '../../bucket/bucket.ts';
import type { KeyTemplate } from '../../keys/key-template.ts';
import type { RetentionRule } from '../config.ts';
import { toLifecycle } from './lifecycle-rules.ts';

/** S3 counts from the upload to the midnight after, and may take a day for it. */
const LATE_DAYS = 2;

/** Rules as a sweeper follows them that leaves to S3 what S3 can do. */
export interface SharedRules {
  readonly rules: readonly RetentionRule[];
  /** Those of them whose objects S3 removes; the catalog is left to the sweeper, when they should be gone. */
  readonly expiring: ReadonlySet<RetentionRule>;
}

export function shareWithS3(rules: readonly RetentionRule[], template: Pick<KeyTemplate, 'text'>): SharedRules {
  const expiring = new Set<RetentionRule>();
  const shared = toLifecycle(rules, template).map(({ rule, why }) => {
    if (why !== undefined) return rule;
    const late = { ...rule, days: (rule.days ?? 0) + LATE_DAYS };
    expiring.add(late);
    return late;
  });
  return { rules: shared, expiring };
}

/** Of some keys those under which there is an object; asks by their folders, which one listing has a thousand keys of. */
export async function stillThere(bucket: Pick<Bucket, 'list'>, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const there = new Set<string>();
  for (const folder of new Set(keys.map(dirname))) {
    for await (const { key } of bucket.list(folder === '.' ? '' : `${folder}/`)) there.add(key);
  }
  return new Set(keys.filter((key) => there.has(key)));
}
