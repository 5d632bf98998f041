import type { LifecycleState, RuleTally, SweepPlan } from '@vedette/store';
import { talliesOf } from '@vedette/store';

const HEADINGS = ['rule', 'shots', 'bytes', 'due shots', 'due bytes'] as const;

/** What a sweep would remove, for people: a line a rule, and what is under none. */
export function formatPlan(plan: SweepPlan): string {
  const tallies = talliesOf(plan);
  const ruled = plan.shots.tallies.reduce((sum, { shots }) => sum + shots, 0);
  const rows = [
    HEADINGS,
    ...tallies.map(cellsOf),
    ['none: kept for ever', `${plan.shots.shots - ruled}`, '', '0', '0'],
  ];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => rowOf(row, widths)).join('\n');
}

/** What S3 does by itself, and what it cannot, a line a rule. */
export function formatLifecycle({ translated, stale, unknown }: LifecycleState): string[] {
  const rules = translated.map((one) => {
    const rule = JSON.stringify(one.rule);
    if ('why' in one) return `${rule}: left to the sweeper, since ${one.why}`;
    return `${rule}: S3 removes ${one.lifecycle.prefix}* ${one.lifecycle.days} days after its upload`;
  });
  const ends = stale.map(
    ({ prefix, days }) => `the rule of S3 ends that removes ${prefix}* after ${days} ${days === 1 ? 'day' : 'days'}`,
  );
  const note = unknown === undefined ? [] : [`whether S3 has rules of ours cannot be told: ${unknown}`];
  return [...rules, ...ends, ...note];
}

function cellsOf({ rule, ...counts }: RuleTally): string[] {
  const { shots, bytes, dueShots, dueBytes } = counts;
  return [JSON.stringify(rule), `${shots}`, `${bytes}`, `${dueShots}`, `${dueBytes}`];
}

function rowOf([name = '', ...counts]: readonly string[], [first = 0, ...others]: readonly number[]): string {
  return [name.padEnd(first), ...counts.map((count, i) => count.padStart(others[i] ?? 0))].join('  ').trimEnd();
}
