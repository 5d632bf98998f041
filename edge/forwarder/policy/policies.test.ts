import { expect, test } from 'vitest';
import { type Waiter, WaitingRoom } from '../send/waiting-room.ts';
import { bestThenRest } from './best-then-rest.ts';
import { complete } from './complete.ts';
import { latest } from './latest.ts';
import type { Policy } from './policy.ts';

type Phase = Waiter['phase'];

function waiter(serial: number, phase?: Phase, classIndex = 0): Waiter {
  return { serial, phase, classIndex, window: 'first', capturedAt: serial * 1_000 };
}

function roomOf(policies: readonly Policy[], waiters: readonly Waiter[]): WaitingRoom<Waiter> {
  const room = new WaitingRoom<Waiter>(policies);
  for (const one of waiters) room.enter(one);
  return room;
}

/** What is sent, one each `stepMs`. */
function order(room: WaitingRoom<Waiter>, count = 100, stepMs = 0): number[] {
  const sent: number[] = [];
  for (let i = 0; i < count; i++) {
    const one = room.take('first', i * stepMs);
    if (one) sent.push(one.serial);
  }
  return sent;
}

/** Gives up one after another for the newcomers. */
function givenUp(room: WaitingRoom<Waiter>, newcomer: Pick<Waiter, 'phase' | 'classIndex'>): (number | 'newcomer')[] {
  const victims: (number | 'newcomer')[] = [];
  for (;;) {
    const victim = room.victim(newcomer);
    if (typeof victim !== 'object') return victim ? [...victims, victim] : victims;
    victims.push(victim.serial);
    room.leave(victim);
  }
}

test('complete: the oldest first, and nothing is ever given up', () => {
  const room = roomOf([complete], [waiter(3), waiter(1), waiter(2, 'best')]);
  expect(room.expired(1e9)).toBeUndefined();
  expect(room.victim(waiter(4, 'first'))).toBeUndefined();
  expect(order(room)).toEqual([1, 2, 3]);
});

test('latest: the newest first, what is too old is dropped, and the oldest gives way', () => {
  const room = roomOf([latest(5_000)], [waiter(1), waiter(2), waiter(9), waiter(10)]);
  expect(room.expired(6_000)).toBeUndefined();
  expect(room.expired(6_001)?.serial).toBe(1);
  expect(givenUp(roomOf([latest(1)], [waiter(2), waiter(1)]), waiter(3))).toEqual([1, 2, 'newcomer']);
  expect(order(room)).toEqual([10, 9, 2, 1]);
});

const MIXED = [waiter(1), waiter(2, 'first'), waiter(3), waiter(4, 'best'), waiter(5)];

test('best then rest: picks before the rest, the newest of each first', () => {
  const room = roomOf([bestThenRest], MIXED);
  expect(order(room), 'the newest of all comes once at first').toEqual([5, 4, 2, 3, 1]);
});

test('best then rest: however many picks wait, the newest picture goes once a second', () => {
  const room = roomOf(
    [bestThenRest],
    Array.from({ length: 50 }, (_, i) => waiter(i, 'best')),
  );
  const sent: number[] = [];
  for (let i = 0; i < 30; i++) {
    room.enter(waiter(100 + i));
    sent.push(room.take('first', i * 100)?.serial ?? -1);
  }
  expect(sent.filter((serial) => serial >= 100)).toEqual([100, 110, 120]);
});

test('best then rest: in a full spool the oldest of the rest gives way, picks last, and no pick to one of the rest', () => {
  expect(givenUp(roomOf([bestThenRest], MIXED), waiter(6, 'best'))).toEqual([1, 3, 5, 2, 4, 'newcomer']);
  expect(givenUp(roomOf([bestThenRest], MIXED), waiter(6))).toEqual([1, 3, 5, 'newcomer']);
});

test('classes take turns', () => {
  const room = roomOf(
    [complete, latest(1e9)],
    [1, 2, 3, 4].map((serial) => waiter(serial, undefined, serial > 1 ? 1 : 0)),
  );
  expect(order(room)).toEqual([1, 4, 3, 2]);
  const even = roomOf([complete, complete], [waiter(1), waiter(2), waiter(3, undefined, 1), waiter(4, undefined, 1)]);
  expect(order(even)).toEqual([1, 3, 2, 4]);
});

test('the last class gives way first, and none to a lesser one', () => {
  const [high, low] = [waiter(1, undefined, 0), waiter(2, undefined, 1)];
  const policies = [latest(1e9), bestThenRest, complete];
  expect(givenUp(roomOf(policies, [high, low]), { classIndex: 0 })).toEqual([2, 1, 'newcomer']);
  expect(givenUp(roomOf(policies, [high, low]), { classIndex: 1 })).toEqual([2, 'newcomer']);
  expect(givenUp(roomOf(policies, [high]), { classIndex: 2 }), 'one of `complete` waits outside').toEqual([]);
});
