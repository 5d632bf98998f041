import type { RetentionPlan } from './plan.ts';
import { type SweepPlan, talliesOf } from './plan-sweep.ts';

/** Clocks of different machines are this far apart, at most. */
const SKEW_MICROS = 300_000_000;
/** More than this share of what there is: a rule that was mistyped, or a clock. */
const MUCH = 0.5;
/** Under many a rule so few are all that there is, and have their time at once. */
const FEW = 100;

/** Why a plan is not to be carried out before a person has looked; undefined where nothing is odd. */
export function objectionTo(plan: SweepPlan): string | undefined {
  return clockOf(plan.shots, plan.now) ?? tooMuch(plan);
}

function clockOf({ newestStoredAt }: RetentionPlan, now: number): string | undefined {
  if (newestStoredAt <= now + SKEW_MICROS) return undefined;
  const [here, there] = [now, newestStoredAt].map((micros) => new Date(micros / 1_000).toISOString());
  return `it is ${here} by this clock, and a shot was stored at ${there}: one of the clocks is wrong`;
}

function tooMuch(plan: SweepPlan): string | undefined {
  const { shots, dueShots } = plan.shots;
  if (dueShots > shots * MUCH) return `${dueShots} of all ${shots} shots would be removed, which is more than half`;
  const one = talliesOf(plan).find((tally) => tally.dueShots > Math.max(FEW, tally.shots * MUCH));
  if (!one) return undefined;
  return `${one.dueShots} of ${one.shots} under ${JSON.stringify(one.rule)} would be removed, which is more than half`;
}
