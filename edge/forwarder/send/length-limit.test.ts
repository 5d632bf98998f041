import { expect, test } from 'vitest';
import { complete } from '../policy/complete.ts';
import { entry, fiveWaiting, take } from './send-queue.testing.ts';
import { SendQueue } from './send-queue.ts';

test('the longest that a link is lost with is sent alone next, and is held if that cuts the link too', () => {
  const queue = new SendQueue({ windowBytes: 1_000, resendAfterMs: 1_000, policies: [complete], random: () => 0 });
  queue.add(entry(1), 0);
  queue.add(entry(2, 900), 0);
  queue.add(entry(3), 0);
  expect(take(queue)).toEqual(['e1', 'e2']);
  expect(queue.lost(0)).toBeUndefined();
  expect(take(queue)).toEqual(['e2 again']);
  expect(queue.lost(0)?.id).toBe('e2');
  expect(queue.tooLong).toEqual({ entries: 1, bytes: 900 });
  expect(queue.nextDueAt).toBe(5_000);
  queue.add(entry(4, 1_000), 0);
  expect(take(queue, 4_999), 'the others go on; what is longer still waits').toEqual(['e1 again', 'e3']);
  expect(queue.tooLong).toEqual({ entries: 2, bytes: 900 });
  expect(take(queue, 5_000), 'not before all is acknowledged').toEqual([]);
  for (const id of ['e1', 'e3']) queue.settle(id);
  expect(take(queue, 5_000), 'what was not tried yet').toEqual(['e4']);
  expect(queue.lost(5_000)?.id).toBe('e4');
  expect(queue.nextDueAt).toBe(15_000);
  expect(take(queue, 15_000)).toEqual(['e2 again']);
  queue.awaitReceipt('e2', 15_000);
  expect(queue.tooLong, 'the limit was raised, perhaps not for all').toEqual({ entries: 1, bytes: 1_000 });
  expect(take(queue, 15_000)).toEqual(['e4 again']);
  queue.awaitReceipt('e4', 15_000);
  expect(queue.tooLong).toEqual({ entries: 0, bytes: Number.POSITIVE_INFINITY });
});

test('a link that is lost by chance costs nothing but a message that goes alone', () => {
  const queue = fiveWaiting();
  take(queue);
  queue.lost(0);
  expect(take(queue)).toEqual(['e1 again']);
  queue.awaitReceipt('e1', 0);
  expect(queue.tooLong.entries).toBe(0);
  expect(take(queue)).toEqual(['e2 again', 'e3 again']);
});

test('a message that is not allowed holds up none of its length', () => {
  const queue = new SendQueue({ windowBytes: 1_000, resendAfterMs: 1_000, policies: [complete], random: () => 0 });
  queue.add(entry(1), 0);
  for (let cut = 0; cut < 2; cut++) {
    take(queue);
    queue.lost(0);
  }
  queue.add(entry(2), 0);
  queue.add(entry(3), 0);
  expect(take(queue, 0), 'nothing else is known of the length').toEqual([]);
  expect(take(queue, 5_000), 'what was not tried yet').toEqual(['e2']);
  queue.awaitReceipt('e2', 5_000);
  expect(take(queue, 5_000)).toEqual(['e1 again']);
  queue.lost(5_000);
  expect(queue.tooLong).toEqual({ entries: 1, bytes: Number.POSITIVE_INFINITY });
  expect(take(queue, 5_000)).toEqual(['e2 again', 'e3']);
});

test('what cannot be read says nothing of the broker, and holds up nobody, when it was to go alone', () => {
  const queue = fiveWaiting();
  take(queue);
  queue.lost(0);
  expect(take(queue)).toEqual(['e1 again']);
  queue.postpone('e1', 0);
  expect(take(queue)).toEqual(['e2 again', 'e3 again']);
});

test('what is settled while it is held is not sent', () => {
  const queue = new SendQueue({ windowBytes: 1_000, resendAfterMs: 1_000, policies: [complete] });
  queue.add(entry(1), 0);
  for (let cut = 0; cut < 2; cut++) {
    take(queue);
    queue.lost(0);
  }
  expect(queue.tooLong.entries).toBe(1);
  queue.settle('e1');
  expect(queue.tooLong.entries).toBe(0);
  expect(queue.nextDueAt).toBe(Number.POSITIVE_INFINITY);
  expect(take(queue, 1e9)).toEqual([]);
});
