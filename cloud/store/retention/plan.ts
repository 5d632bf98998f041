import type { CatalogShot } from '../catalog/catalog.ts';
import type { RetentionRule } from './config.ts';

const DAY_MICROS = 86_400_000_000;

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

interface Position {
  readonly at: number;
  readonly id: string;
}

/**
 * Which shots have had their time. It is shown each shot of the catalog once, the newest first by capture time and id, and
 * can tell then of any of them whether it is due.
 */
export class RetentionPlan {
  readonly tallies: readonly RuleTally[];
  /** All that it was shown, whether a rule fits or not. */
  shots = 0;
  /** When the last of them was stored, in µs since the epoch. */
  newestStoredAt = Number.NEGATIVE_INFINITY;
  readonly #rules: readonly RetentionRule[];
  readonly #now: number;
  /** The newest shot of a rule that is over its bytes: it is due, and all behind it. */
  readonly #cuts = new Map<RetentionRule, Position>();

  /** `now`: in µs since the epoch. */
  constructor(rules: readonly RetentionRule[], now: number) {
    this.#rules = rules;
    this.#now = now;
    this.tallies = rules.map((rule) => ({ rule, shots: 0, bytes: 0, dueShots: 0, dueBytes: 0 }));
  }

  get dueShots(): number {
    return this.tallies.reduce((sum, { dueShots }) => sum + dueShots, 0);
  }

  /** No shot that was captured then, or later, is due; in µs since the epoch. */
  get end(): number {
    const ends = this.#rules.map((rule) => Math.max(this.#endOfDays(rule), (this.#cuts.get(rule)?.at ?? -1) + 1));
    return Math.max(0, ...ends);
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
    if (rule.bytes !== undefined && tally.bytes > rule.bytes && !this.#cuts.has(rule)) this.#cuts.set(rule, shot);
    if (!this.#isDueUnder(rule, shot)) return;
    tally.dueShots += 1;
    tally.dueBytes += bytes;
  }

  /** The rule that says how long a shot is kept. */
  ruleOf(shot: RetainedShot): RetentionRule | undefined {
    return this.#rules.find((rule) => isUnder(rule, shot));
  }

  isDue(shot: RetainedShot): boolean {
    const rule = this.ruleOf(shot);
    return rule !== undefined && this.#isDueUnder(rule, shot);
  }

  #isDueUnder(rule: RetentionRule, shot: RetainedShot): boolean {
    // A board without a battery captures in 1970: its shots are as old as they are here.
    const since = shot.clock?.suspect ? shot.storedAt : shot.at;
    return since < this.#endOfDays(rule) || isAtOrBehind(shot, this.#cuts.get(rule));
  }

  #endOfDays({ days }: RetentionRule): number {
    return days === undefined ? Number.NEGATIVE_INFINITY : this.#now - days * DAY_MICROS;
  }
}

function isUnder({ prefix = '', days: _, bytes: __, ...words }: RetentionRule, shot: RetainedShot): boolean {
  const names = Object.keys(words) as (keyof typeof words)[];
  return shot.key.startsWith(prefix) && names.every((name) => words[name] === undefined || words[name] === shot[name]);
}

function isAtOrBehind({ at, id }: Position, cut: Position | undefined): boolean {
  return cut !== undefined && (at < cut.at || (at === cut.at && id <= cut.id));
}
