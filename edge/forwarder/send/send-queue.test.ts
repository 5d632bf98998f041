import { expect, test } from 'vitest';
import { bestThenRest } from '../policy/best-then-rest.ts';
import { complete } from '../policy/complete.ts';
import { latest } from '../policy/latest.ts';
import { entry, fiveWaiting, take } from './send-queue.testing.ts';
import { SendQueue } from './send-queue.ts';

test('sends in order while the window is open, and on as receipts come', () => {
  const queue = fiveWaiting();
  expect(take(queue)).toEqual(['e1', 'e2', 'e3']);
  expect(queue).toMatchObject({ entries: 3, bytes: 300 });
  expect(take(queue)).toEqual([]);
  queue.settle('e2');
  expect(take(queue)).toEqual(['e4']);
  queue.settle('never seen');
  queue.settle('e1');
  queue.settle('e3');
  expect(take(queue)).toEqual(['e5']);
  expect(queue).toMatchObject({ entries: 2, bytes: 200 });
});

test('an entry beyond the window goes alone', () => {
  const queue = new SendQueue({ windowBytes: 10, resendAfterMs: 1_000, policies: [complete] });
  queue.add(entry(1, 5_000), 0);
  queue.add(entry(2, 5_000), 0);
  expect(take(queue)).toEqual(['e1']);
  queue.settle('e1');
  expect(take(queue)).toEqual(['e2']);
});

test('sends again after a while without a receipt, then after longer', () => {
  const queue = fiveWaiting();
  take(queue);
  queue.awaitReceipt('e1', 0);
  queue.awaitReceipt('e2', 400);
  expect(queue.nextDueAt).toBe(1_000);
  expect(take(queue, 999)).toEqual([]);
  expect(take(queue, 1_000)).toEqual(['e1 again']);
  expect(queue.nextDueAt).toBe(1_400);
  expect(take(queue, 1_400)).toEqual(['e2 again']);
  queue.awaitReceipt('e1', 1_500);
  expect(queue.nextDueAt).toBe(3_500);
  queue.settle('e1');
  expect(take(queue, 3_500)).toEqual(['e4']);
});

test('what the broker has not acknowledged is on its way, however long that takes', () => {
  const queue = fiveWaiting();
  take(queue);
  expect(queue.nextDueAt).toBe(Number.POSITIVE_INFINITY);
  expect(take(queue, 1_000_000)).toEqual([]);
});

test('delays are spread by the given randomness', () => {
  const queue = new SendQueue({ windowBytes: 1_000, resendAfterMs: 1_000, policies: [complete], random: () => 1 });
  queue.add(entry(1), 0);
  take(queue);
  queue.awaitReceipt('e1', 0);
  expect(queue.nextDueAt).toBe(750);
});

test('a lost link: what was in flight waits again, in its old place, and counts as sent before', () => {
  const queue = fiveWaiting();
  take(queue);
  queue.settle('e2');
  take(queue);
  queue.awaitReceipt('e1', 0);
  queue.lost(0);
  expect(queue).toMatchObject({ entries: 0, bytes: 0, nextDueAt: Number.POSITIVE_INFINITY });
  queue.awaitReceipt('e3', 10);
  expect(take(queue, 5_000), 'the longest that was not acknowledged, alone').toEqual(['e3 again']);
  queue.awaitReceipt('e3', 5_000);
  expect(take(queue, 5_000)).toEqual(['e1 again', 'e4 again']);
  for (const id of ['e1', 'e3', 'e4']) queue.settle(id);
  expect(take(queue, 5_000)).toEqual(['e5']);
});

test('a receipt that comes while the entry waits ends it', () => {
  const queue = fiveWaiting();
  take(queue);
  queue.lost(0);
  queue.settle('e1');
  expect(take(queue)).toEqual(['e2 again', 'e3 again', 'e4']);
});

/** Lets each entry that is sent go without a receipt until `until`, in steps of 100 ms; returns what was sent. */
function starve(queue: SendQueue, until: number): string[] {
  const sent: string[] = [];
  for (let now = 0; now <= until; now += 100) {
    for (let next = queue.next(now); next; next = queue.next(now)) {
      sent.push(next.entry.id);
      queue.sent(next.entry.id);
      queue.awaitReceipt(next.entry.id, now);
    }
  }
  return sent;
}

test('entries without receipts leave the window to those behind them, and are tried on beside it', () => {
  const queue = fiveWaiting();
  // Sent at 0, 1 and 3 s; at 7 s they make room.
  expect(starve(queue, 6_900)).toEqual(['e1', 'e2', 'e3', 'e1', 'e2', 'e3', 'e1', 'e2', 'e3']);
  expect(take(queue, 7_000)).toEqual(['e4', 'e5', 'e1 again', 'e2 again', 'e3 again']);
  queue.settle('e4');
  queue.settle('e2');
  expect(queue).toMatchObject({ entries: 3, bytes: 300 });
  queue.lost(0);
  queue.add(entry(6), 0);
  expect(take(queue, 7_100), 'after a lost link, one that was not acknowledged goes alone').toEqual(['e5 again']);
  queue.awaitReceipt('e5', 7_100);
  expect(take(queue, 7_100), 'after a lost link too').toEqual(['e6', 'e1 again', 'e3 again']);
});

test('however many go without a receipt, no more than two windows are in flight', () => {
  const queue = fiveWaiting();
  for (let serial = 6; serial <= 50; serial++) queue.add(entry(serial), 0);
  const sent = starve(queue, 1_000_000);
  expect(queue.entries).toBeLessThanOrEqual(6);
  expect(new Set(sent.slice(-200)).size, 'each has its turn').toBe(50);
});

test('what goes without a receipt while others have theirs gives way first', () => {
  const policies = [bestThenRest];
  const queue = new SendQueue({ windowBytes: 1_000, resendAfterMs: 1_000, policies, random: () => 0 });
  queue.add({ ...entry(1), phase: 'best' }, 0);
  for (let now = 0, serial = 2; now < 30_000; now += 500, serial++) {
    queue.add(entry(serial), now);
    for (let next = queue.next(now); next; next = queue.next(now)) {
      queue.awaitReceipt(next.entry.id, now);
      if (next.entry.id !== 'e1') queue.receipted(next.entry.id);
    }
  }
  queue.add(entry(1_000), 30_000);
  expect(queue.victim(entry(2_000))).toMatchObject({ id: 'e1' });
  queue.settle('e1');
  expect(queue.victim(entry(2_000))).toMatchObject({ id: 'e1000' });
});

test('what is too old is dropped in flight too', () => {
  const queue = new SendQueue({ windowBytes: 1_000, resendAfterMs: 1_000, policies: [latest(60_000)] });
  queue.add(entry(1), 0);
  take(queue);
  queue.awaitReceipt('e1', 0);
  expect(queue.expired(60_000)).toBeUndefined();
  expect(queue.expired(60_001)).toMatchObject({ id: 'e1' });
});

test('an entry that is replaced counts with its new bytes', () => {
  const queue = fiveWaiting();
  take(queue);
  queue.replace(entry(1, 40));
  expect(queue.bytes).toBe(240);
  expect(take(queue)).toEqual(['e4']);
  queue.settle('e1');
  expect(queue.bytes).toBe(300);
});
