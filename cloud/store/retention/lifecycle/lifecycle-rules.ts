import type { KeyTemplate } from '../../keys/key-template.ts';
import { PREFIXES } from '../../keys/prefixes.ts';
import type { RetentionRule } from '../config.ts';

/** What a bucket on S3 can do by itself: objects whose key begins like this go so many days after they were uploaded. */
export interface LifecycleRule {
  readonly prefix: string;
  readonly days: number;
}

/** A rule as S3 can have it, or why it cannot. */
export interface Translated {
  readonly rule: RetentionRule;
  readonly lifecycle: readonly LifecycleRule[];
  readonly why?: string;
}

const KINDS = ['face', 'object', 'frame'] as const;

/** Which rules S3 can follow. It knows nothing of a first rule that fits, so nothing else may be said of the same objects. */
export function toLifecycle(rules: readonly RetentionRule[], template: Pick<KeyTemplate, 'text'>): Translated[] {
  return rules.map((rule, i) => {
    const why = faultOf(rule, rules.slice(0, i), template);
    const { days = 0 } = rule;
    const lifecycle = (prefixesOf(rule, template) ?? []).map((prefix) => ({ prefix, days }));
    return why === undefined ? { rule, lifecycle } : { rule, lifecycle: [], why };
  });
}

function faultOf(
  rule: RetentionRule,
  earlier: readonly RetentionRule[],
  template: Pick<KeyTemplate, 'text'>,
): string | undefined {
  const { days, bytes } = rule;
  if (days === undefined || bytes !== undefined) return 'S3 counts days alone';
  if (!Number.isInteger(days)) return 'S3 counts whole days';
  if (Object.entries(rule).some(([name, value]) => isBesideKeys(name) && value !== undefined))
    return 'S3 knows keys alone';
  const prefixes = prefixesOf(rule, template);
  if (!prefixes) return 'its kind is nothing that its keys begin with';
  if (prefixes.some((prefix) => PREFIXES.tombstones.startsWith(prefix))) return 'tombstones begin like this, too';
  const isApart = earlier.every((other) => areApart(prefixes, prefixesOf(other, template)));
  return isApart ? undefined : 'a rule before it may be about the same objects';
}

function isBesideKeys(name: string): boolean {
  return !['kind', 'prefix', 'days', 'bytes'].includes(name);
}

/** What the keys of all that a rule may be about begin with; undefined where nothing can be told. */
function prefixesOf(
  { kind, prefix }: RetentionRule,
  { text }: Pick<KeyTemplate, 'text'>,
): readonly string[] | undefined {
  if (prefix !== undefined) return kind === undefined || prefix.startsWith(`${kind}/`) ? [prefix] : undefined;
  if (!text.startsWith('{kind}/')) return undefined;
  return (kind === undefined ? KINDS : [kind]).map((one) => `${one}/`);
}

function areApart(some: readonly string[], others: readonly string[] | undefined): boolean {
  return others?.every((other) => some.every((one) => !one.startsWith(other) && !other.startsWith(one))) ?? false;
}
