import type { CatalogShot } from '../catalog/catalog.ts';
import type { RetentionRule } from './config.ts';

export const DAY_MICROS = 86_400_000_000;
/** S3 counts from the upload to the midnight after, and may take a day for it. */
const S3_IS_LATE_DAYS = 2;

/** What a plan looks at: a shot, or whatever else has a key and a time. */
export interface RetainedShot
  extends Pick<CatalogShot, 'id' | 'key' | 'at' | 'storedAt'>,
    Partial<Readonly<Record<'kind' | 'label' | 'site' | 'device' | 'camera', string>>> {
  readonly clock?: { readonly suspect: boolean };
  readonly image?: { readonly bytes: number };
}

/** What became of the shots under one rule. */
export interface RuleTally {
  readonly rule: RetentionRule;
  shots: number;
  bytes: number;
  dueShots: number;
  dueBytes: number;
}

/** Rules that S3 follows by itself, and what it goes by: the begin of a key. */
export type LeftToS3 = ReadonlyMap<RetentionRule, { readonly prefix: string }>;

interface Position {
  readonly since: number;
  readonly id: string;
}

/**
 * From when on a shot's time runs, in µs since the epoch: its capture. A board without a battery captures in 1970, and says so:
 * its shots are as old as they are here.
 */
export function sinceOf({ at, storedAt, clock }: Pick<RetainedShot, 'at' | 'storedAt' | 'clock'>): number {
  return clock?.suspect ? storedAt : at;
}

/**
 * Which shots have had their time. It is shown each shot of the catalog once, the newest first by `sinceOf` and id, and can tell
 * then of any of them whether it is due. What is left to S3 is due when S3 should have removed it.
 */
export class RetentionPlan {
  readonly tallies: readonly RuleTally[];
  /** All that it was shown, whether a rule fits or not. */
  shots = 0;
  /** When the last of them was stored, in µs since the epoch. */
  newestStoredAt = Number.NEGATIVE_INFINITY;
  readonly #rules: readonly RetentionRule[];
  readonly #now: number;
  readonly #leftToS3: LeftToS3;
  #newestDueAt = -1;
  /** The newest shot of a rule that is over its bytes: it is due, and all behind it. */
  readonly #cuts = new Map<RetentionRule, Position>();

  /** `now`: in µs since the epoch. */
  constructor(rules: readonly RetentionRule[], now: number, leftToS3: LeftToS3 = new Map()) {
    this.#rules = rules;
    this.#now = now;
    this.#leftToS3 = leftToS3;
    this.tallies = rules.map((rule) => ({ rule, shots: 0, bytes: 0, dueShots: 0, dueBytes: 0 }));
  }

  get dueShots(): number {
    return this.tallies.reduce((sum, { dueShots }) => sum + dueShots, 0);
  }

  /** No shot that it was shown, and that was captured then or later, is due; in µs since the epoch. */
  get end(): number {
    return this.#newestDueAt + 1;
  }

  show(shot: RetainedShot): void {
    this.shots += 1;
    this.newestStoredAt = Math.max(this.newestStoredAt, shot.storedAt);
    const tally = this.tallies.find(({ rule }) => isUnder(rule, shot));
    if (!tally) return;
    const { rule } = tally;
    const bytes = shot.image?.bytes ?? 0;
    tally.shots += 1;
    tally.bytes += bytes;
    if (rule.bytes !== undefined && tally.bytes > rule.bytes && !this.#cuts.has(rule))
      this.#cuts.set(rule, { since: sinceOf(shot), id: shot.id });
    if (!this.#isDueUnder(rule, shot)) return;
    this.#newestDueAt = Math.max(this.#newestDueAt, shot.at);
    tally.dueShots += 1;
    tally.dueBytes += bytes;
  }

  isDue(shot: RetainedShot): boolean {
    const rule = this.#ruleOf(shot);
    return rule !== undefined && this.#isDueUnder(rule, shot);
  }

  isLeftToS3(shot: RetainedShot): boolean {
    const rule = this.#ruleOf(shot);
    return rule !== undefined && this.#isLeftUnder(rule, shot);
  }

  /** The rule that says how long a shot is kept. */
  #ruleOf(shot: RetainedShot): RetentionRule | undefined {
    return this.#rules.find((rule) => isUnder(rule, shot));
  }

  #isDueUnder(rule: RetentionRule, shot: RetainedShot): boolean {
    const { days = Number.POSITIVE_INFINITY } = rule;
    const late = this.#isLeftUnder(rule, shot) ? S3_IS_LATE_DAYS : 0;
    const end = this.#now - (days + late) * DAY_MICROS;
    return sinceOf(shot) < end || isAtOrBehind(shot, this.#cuts.get(rule));
  }

  #isLeftUnder(rule: RetentionRule, { key }: RetainedShot): boolean {
    const left = this.#leftToS3.get(rule);
    return left !== undefined && key.startsWith(left.prefix);
  }
}

function isUnder({ prefix = '', days: _, bytes: __, ...words }: RetentionRule, shot: RetainedShot): boolean {
  const names = Object.keys(words) as (keyof typeof words)[];
  return shot.key.startsWith(prefix) && names.every((name) => words[name] === undefined || words[name] === shot[name]);
}

function isAtOrBehind(shot: RetainedShot, cut: Position | undefined): boolean {
  if (!cut) return false;
  const since = sinceOf(shot);
  return since < cut.since || (since === cut.since && shot.id <= cut.id);
}
