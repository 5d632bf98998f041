import { join } from 'node:path';
import { eventually, loggedContext, temporaryFolder } from '@vedette/core/testing';
import { openCatalog } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { Turn } from './turn.ts';

const TIMES = { leaseMs: 1_500, marginMs: 500, renewMs: 100, askMs: 20 };
const never = new AbortController().signal;

async function rig() {
  const catalog = await openCatalog(`file:${join(temporaryFolder(), 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  const { leases } = catalog;
  const turnOf = (holder: string, over: Partial<ConstructorParameters<typeof Turn>[0]> = {}) => {
    const { log, lines } = loggedContext();
    const ends: string[] = [];
    const onOver = (reason: string) => ends.push(reason);
    const turn = new Turn({ leases, name: 'work', holder, log, times: TIMES, onOver, ...over });
    onTestFinished(() => turn.release());
    return { turn, lines, ends };
  };
  return { leases, turnOf };
}

test('the second stands by, and says for whom; when the first leaves, it follows', async () => {
  const { turnOf } = await rig();
  const [one, other] = [turnOf('one'), turnOf('other')];
  await one.turn.take(never);
  expect(one.turn.fault).toBeUndefined();
  const following = other.turn.take(never);
  await eventually('it stands by', () => other.turn.fault === 'stands by: one takes the shots');
  await one.turn.release();
  await following;
  expect(other.turn.fault).toBeUndefined();
  expect(one.ends).toEqual([]);
});

test('it lasts for as long as it is renewed', async () => {
  const { leases, turnOf } = await rig();
  const { turn, ends } = turnOf('one');
  await turn.take(never);
  const until = performance.now() + 2 * TIMES.leaseMs;
  await eventually('twice as long', async () => {
    expect(await leases.take('work', 'other', 1)).toMatchObject({ isOurs: false, holder: 'one' });
    return performance.now() > until;
  });
  expect(ends).toEqual([]);
});

test('who cannot renew it stops before another one may have it', async () => {
  const { leases, turnOf } = await rig();
  let isAway = false;
  const flaky = {
    ...leases,
    take: (...asked: Parameters<typeof leases.take>) => (isAway ? new Promise<never>(() => {}) : leases.take(...asked)),
  };
  const times = { ...TIMES, leaseMs: 10_000, marginMs: 9_500 };
  const { turn, ends } = turnOf('one', { leases: flaky, times });
  await turn.take(never);
  isAway = true;
  await eventually('it is over', () => ends.length > 0);
  expect(ends).toEqual(['its turn could not be renewed in time']);
  expect(await leases.take('work', 'other', 1)).toMatchObject({ isOurs: false, holder: 'one' });
});

test('who finds that another one has it stops at once', async () => {
  const { leases, turnOf } = await rig();
  const { turn, ends, lines } = turnOf('one');
  await turn.take(never);
  await leases.release('work', 'one');
  await leases.take('work', 'thief', 60_000);
  await eventually('it is over', () => ends.length > 0);
  expect(ends).toEqual(['thief takes the shots']);
  expect(lines.map(({ msg }) => msg)).toEqual(['stands by: thief takes the shots']);
});

test('whoever stops waiting for it does not get it, and one line was enough', async () => {
  const { leases, turnOf } = await rig();
  await leases.take('work', 'one', 60_000);
  const { turn, lines } = turnOf('other');
  const stop = new AbortController();
  const waiting = turn.take(stop.signal);
  await eventually('it stands by', () => turn.fault);
  stop.abort();
  await waiting;
  await turn.release();
  expect(turn.fault).toBeUndefined();
  expect(lines).toHaveLength(1);
});

test('whoever stops waiting is not held up by a catalog that does not answer', async () => {
  const { leases, turnOf } = await rig();
  let isAsked = false;
  const silent = {
    ...leases,
    take() {
      isAsked = true;
      return new Promise<never>(() => {});
    },
  };
  const { turn } = turnOf('one', { leases: silent });
  const stop = new AbortController();
  const waiting = turn.take(stop.signal);
  await eventually('it asks', () => isAsked);
  stop.abort();
  await waiting;
});

test('a turn that comes when nobody waits for it any more is given back', async () => {
  const { leases, turnOf } = await rig();
  const slow = {
    ...leases,
    async take(...asked: Parameters<typeof leases.take>) {
      const lease = await leases.take(...asked);
      stop.abort();
      await turn.release();
      return lease;
    },
  };
  const stop = new AbortController();
  const { turn } = turnOf('one', { leases: slow });
  await turn.take(stop.signal);
  await eventually('another one gets it', async () => (await leases.take('work', 'other', 1)).isOurs);
  expect(turn.fault).toBeUndefined();
});

test('a catalog that is away is waited for', async () => {
  const { leases, turnOf } = await rig();
  const { turn } = turnOf('one');
  const elsewhere = await openCatalog(`file:${join(temporaryFolder(), 'catalog.db')}`);
  await elsewhere.close();
  const { turn: lost } = turnOf('lost', { leases: elsewhere.leases });
  const stop = new AbortController();
  const waiting = lost.take(stop.signal);
  expect(await eventually('it says why', () => lost.fault)).toContain('catalog');
  stop.abort();
  await waiting;
  await turn.take(never);
  expect(await leases.take('work', 'other', 1)).toMatchObject({ isOurs: false });
});
