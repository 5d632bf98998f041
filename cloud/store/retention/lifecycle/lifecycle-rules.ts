import type { KeyTemplate } from '../../keys/key-template.ts';
import { isBesideShots } from '../../keys/prefixes.ts';
import { DEFAULT_TEMPLATE } from '../../keys/shot-key.ts';
import type { RetentionRule } from '../config.ts';

/** What a bucket on S3 can do by itself: objects whose key begins like this go so many days after they were uploaded. */
export interface LifecycleRule {
  readonly prefix: string;
  readonly days: number;
}

/** A rule as S3 can have it, or why it cannot. */
export type Translated =
  | { readonly rule: RetentionRule; readonly lifecycle: LifecycleRule }
  | { readonly rule: RetentionRule; readonly why: string };

/** Which rules S3 can follow. It knows nothing of a first rule that fits, so nothing else may be said of the same objects. */
export function toLifecycle(rules: readonly RetentionRule[], template: Pick<KeyTemplate, 'text'>): Translated[] {
  return rules.map((rule, i) => {
    const { days, bytes } = rule;
    if (days === undefined || bytes !== undefined) return { rule, why: 'S3 counts days alone' };
    if (!Number.isInteger(days)) return { rule, why: 'S3 counts whole days' };
    const prefix = prefixOf(rule, template);
    if (prefix === undefined) return { rule, why: 'it takes a prefix alone, or in the default layout a kind alone' };
    const isApart = rules.slice(0, i).every((other) => areApart(rule, prefix, other));
    return isApart
      ? { rule, lifecycle: { prefix, days } }
      : { rule, why: 'a rule before it may be about the same objects' };
  });
}

/** What the keys of all that a rule is about begin with, in this layout; undefined where that is not all that it says. */
function prefixOf(rule: RetentionRule, { text }: Pick<KeyTemplate, 'text'>): string | undefined {
  const { days: _, bytes: __, kind, prefix, ...others } = rule;
  if (Object.values(others).some((word) => word !== undefined)) return undefined;
  if (prefix !== undefined) return kind === undefined ? prefix : undefined;
  return kind !== undefined && text === DEFAULT_TEMPLATE.text ? `${kind}/dt=` : undefined;
}

/** A bucket may hold keys of any layout before: what is given by no prefix may have any key, but those beside the shots. */
function areApart({ kind }: RetentionRule, prefix: string, other: RetentionRule): boolean {
  if (other.prefix !== undefined) return !prefix.startsWith(other.prefix) && !other.prefix.startsWith(prefix);
  return isBesideShots(prefix) || (kind !== undefined && other.kind !== undefined && kind !== other.kind);
}
