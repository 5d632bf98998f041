import { type SweepPlan, talliesOf } from './plan-sweep.ts';

/** Clocks of different machines are this far apart, at most. */
const SKEW_MICROS = 300_000_000;
/** More than this share of what there is: a rule that was mistyped, or a clock. */
const MUCH = 0.5;
/** Under many a rule so few are all that there is, and have their time at once. */
const FEW = 100;

/** Whether a shot was stored later than now: by this clock, which may be behind, or by that of a sink, which was ahead. */
export function isStoredAhead({ shots, now }: SweepPlan): boolean {
  return shots.newestStoredAt > now + SKEW_MICROS;
}

/** Why a plan is not to be carried out before a person has looked; undefined where it is not much that would go. */
export function objectionTo(plan: SweepPlan): string | undefined {
  const { shots, dueShots } = plan.shots;
  if (dueShots > shots * MUCH) return `${dueShots} of all ${shots} shots would be removed, which is more than half`;
  const one = talliesOf(plan).find((tally) => tally.dueShots > Math.max(FEW, tally.shots * MUCH));
  if (!one) return undefined;
  return `${one.dueShots} of ${one.shots} under ${JSON.stringify(one.rule)} would be removed, which is more than half`;
}
