import { SKEW_MS } from '../forget/check-clock.ts';
import { isMuch } from './is-much.ts';
import { type SweepPlan, talliesOf } from './plan-sweep.ts';

/** Under many a rule so few are all that there is, and have their time at once. */
const FEW = 100;

/** Whether a shot was stored later than now: by this clock, which may be behind, or by that of a sink, which was ahead. */
export function isStoredAhead({ shots, now }: SweepPlan): boolean {
  return shots.newestStoredAt > now + SKEW_MS * 1_000;
}

/** Why a plan is not to be carried out before a person has looked; undefined where it is not much that would go. */
export function objectionTo(plan: SweepPlan): string | undefined {
  const { shots, dueShots } = plan.shots;
  if (isMuch(dueShots, shots)) return `${dueShots} of all ${shots} shots would be removed, which is more than half`;
  const one = talliesOf(plan).find((tally) => tally.dueShots > FEW && isMuch(tally.dueShots, tally.shots));
  if (!one) return undefined;
  return `${one.dueShots} of ${one.shots} under ${JSON.stringify(one.rule)} would be removed, which is more than half`;
}
