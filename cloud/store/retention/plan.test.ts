import { expect, test } from 'vitest';
import { BEGIN, randomEntries, sampleEntry } from '../catalog/entries.testing.ts';
import { retentionSchema } from './config.ts';
import { isStoredAhead, objectionTo } from './objection.ts';
import { type RetainedShot, RetentionPlan, sinceOf } from './plan.ts';

const DAY = 86_400_000_000;
const NOW = BEGIN + 30 * DAY;

/** A plan over shots, and the `seq` of those that are due. */
function planned(rules: object[], shots: readonly RetainedShot[], now = NOW) {
  const plan = new RetentionPlan(retentionSchema.parse(rules), now);
  const newestFirst = shots.toSorted((a, b) => sinceOf(b) - sinceOf(a) || (a.id < b.id ? 1 : -1));
  for (const shot of newestFirst) plan.show(shot);
  return { plan, due: shots.flatMap((shot, i) => (plan.isDue(shot) ? [i] : [])) };
}

/** With nothing put aside. */
const sweepPlan = (shots: RetentionPlan, now = NOW) => ({
  ...{ now, shots, aside: { plan: new RetentionPlan([], now), objects: [] } },
});

/** Shots of so many days of age, of the same size. */
const aged = (days: readonly number[], over: object = {}) =>
  days.map((age) => ({ ...sampleEntry({ at: NOW - age * DAY, ...over }), storedAt: NOW - age * DAY }));

test('days count from the capture, to the microsecond', () => {
  const shots = [...aged([6, 8]), ...[0, 1].map((micros) => sampleEntry({ at: NOW - 7 * DAY - micros }))];
  expect(planned([{ days: 7 }], shots).due).toEqual([1, 3]);
  expect(planned([{ days: 0.5 }], aged([0.4, 0.6])).due).toEqual([1]);
});

test('the first rule that fits says it; one without a bound, and none, keep for ever', () => {
  const shots = [
    ...aged([20], { label: 'person' }),
    ...aged([20], { label: 'cat' }),
    ...aged([20], { label: 'cat', device: 'barn' }),
    ...aged([20], { label: 'dog' }),
  ];
  const rules = [{ label: 'person' }, { device: 'barn', days: 30 }, { label: 'cat', days: 7 }];
  const { plan, due } = planned(rules, shots);
  expect(due).toEqual([1]);
  expect(plan.tallies.map((tally) => [tally.shots, tally.dueShots])).toEqual([
    [1, 0],
    [1, 0],
    [1, 1],
  ]);
  expect([plan.shots, plan.dueShots]).toEqual([4, 1]);
});

test.each([
  [{ kind: 'face' }, [0]],
  [{ kind: 'object' }, []],
  [{ site: 'home', camera: 'door' }, [0]],
  [{ site: 'home', camera: 'gate' }, []],
  [{ prefix: 'face/dt=2026-12-' }, [0]],
  [{ prefix: 'face/dt=2027-' }, []],
])('a rule for %j has %j under it', (words, due) => {
  expect(planned([{ ...words, days: 1 }], aged([10])).due).toEqual(due);
});

test('of so many bytes the newest stay, and what is exactly full is not over', () => {
  const shots = aged([1, 2, 3, 4]);
  const bytes = shots[0]?.image?.bytes ?? 0;
  expect(planned([{ bytes: 2 * bytes }], shots).due).toEqual([2, 3]);
  expect(planned([{ bytes: 2 * bytes - 1 }], shots).due).toEqual([1, 2, 3]);
  expect(planned([{ bytes: 0 }], shots).due).toEqual([0, 1, 2, 3]);
  expect(planned([{ bytes: 4 * bytes, days: 3.5 }], shots).due).toEqual([3]);
  const ofOneTime = Array.from({ length: 6 }, () => sampleEntry()).sort((a, b) => (a.id < b.id ? 1 : -1));
  expect(planned([{ bytes: 2 * bytes }], ofOneTime).due).toEqual([2, 3, 4, 5]);
});

test('what a board without a clock captured in 1970 is as old as it is here', () => {
  const clock = { offsetMs: null, suspect: true };
  const stored = (age: number) => ({ ...sampleEntry({ at: 5_000_000, clock }), storedAt: NOW - age * DAY });
  expect(planned([{ days: 7 }], [stored(1), stored(8)]).due).toEqual([1]);
  const bytes = 2 * (stored(1).image?.bytes ?? 0);
  expect(planned([{ bytes }], [...aged([2, 3, 4]), stored(1)]).due).toEqual([1, 2]);
  expect(planned([{ bytes }], [...aged([0.1, 0.2, 2]), stored(1)]).due).toEqual([2, 3]);
});

test('nothing that is due lies behind the end of a plan', () => {
  const shots = randomEntries(300, 53);
  const rules = [
    { site: 'barn', device: 'pole', days: 30 },
    { label: 'car', bytes: 400 },
    { kind: 'frame' },
    { days: 29.9 },
  ];
  const { plan, due } = planned(rules, shots, BEGIN + 30 * DAY + 3 * 3_600_000_000);
  expect(due.length).toBeGreaterThan(20);
  expect(Math.max(...due.map((i) => shots[i]?.at ?? 0))).toBeLessThan(plan.end);
  expect(due).toHaveLength(plan.dueShots);
  expect(planned([], shots).plan.end).toBe(0);
});

test('more than half of all, or of many under a rule, wants a word of a person', () => {
  const objection = (days: readonly number[], rules: object[] = [{ days: 7 }]) =>
    objectionTo(sweepPlan(planned(rules, aged(days)).plan));
  expect(objection([1, 8])).toBeUndefined();
  expect(objection([1, 8, 9])).toBe('2 of all 3 shots would be removed, which is more than half');
  const cats = (due: number) => [...aged(Array(due).fill(9), { label: 'cat' }), ...aged(Array(300).fill(1))];
  const ofCats = (due: number) => objectionTo(sweepPlan(planned([{ label: 'cat', days: 7 }], cats(due)).plan));
  expect(ofCats(100)).toBeUndefined();
  expect(ofCats(101)).toContain('101 of 101 under {"label":"cat","days":7}');
  expect(objection([])).toBeUndefined();
});

test('a clock that is behind what was stored is noticed', () => {
  const { plan } = planned([{ days: 7 }], aged([0, 1, 2]));
  expect([NOW, NOW - 1_000_000, NOW - DAY].map((now) => isStoredAhead(sweepPlan(plan, now)))).toEqual([
    ...[false, false, true],
  ]);
});

test.each([
  [{ days: 0 }, false],
  [{ days: -1 }, false],
  [{ bytes: 1.5 }, false],
  [{ label: '' }, false],
  [{ lable: 'cat', days: 1 }, false],
  [{ kind: 'cat' }, false],
  [{ prefix: 'invalid', days: 1 }, false],
  [{ prefix: 'd', days: 1 }, false],
  [{ prefix: 'tombstones/', days: 1 }, false],
  [{ prefix: 'derived/', days: 1 }, false],
  [{ prefix: 'invalid/', days: 1 }, true],
  [{ prefix: 'dead-letters/dt=2026', days: 1 }, true],
  [{ prefix: 'invalids/', days: 1 }, true],
  [{ bytes: 0 }, true],
  [{}, true],
])('%j is a rule: %s', (rule, is) => {
  expect(retentionSchema.safeParse([rule]).success).toBe(is);
});
