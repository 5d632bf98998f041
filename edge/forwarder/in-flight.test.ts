import { expect, test } from 'vitest';
import { InFlight } from './in-flight.ts';
import { complete } from './policy/complete.ts';
import type { SpoolEntry } from './spool/index.ts';

function entry(serial: number, bytes = 100): SpoolEntry {
  const topic = 'vedette/home/pole/cam0/shot';
  return { id: `e${serial}`, serial, bytes, topic, at: 0, site: 'home', device: 'pole' };
}

/** Five entries of 100 bytes, a window of 250, and no jitter. */
function fiveWaiting(): InFlight {
  const inFlight = new InFlight({ windowBytes: 250, resendAfterMs: 1_000, policy: complete, random: () => 0 });
  for (let serial = 1; serial <= 5; serial++) inFlight.add(entry(serial));
  return inFlight;
}

function take(inFlight: InFlight, now = 0): string[] {
  const taken: string[] = [];
  for (let next = inFlight.next(now); next; next = inFlight.next(now)) {
    taken.push(next.again ? `${next.entry.id} again` : next.entry.id);
  }
  return taken;
}

test('sends in order while the window is open, and on as receipts come', () => {
  const inFlight = fiveWaiting();
  expect(take(inFlight)).toEqual(['e1', 'e2', 'e3']);
  expect(inFlight).toMatchObject({ entries: 3, bytes: 300 });
  expect(take(inFlight)).toEqual([]);
  inFlight.settle('e2');
  expect(take(inFlight)).toEqual(['e4']);
  inFlight.settle('never seen');
  inFlight.settle('e1');
  inFlight.settle('e3');
  expect(take(inFlight)).toEqual(['e5']);
  expect(inFlight).toMatchObject({ entries: 2, bytes: 200 });
});

test('an entry beyond the window goes alone', () => {
  const inFlight = new InFlight({ windowBytes: 10, resendAfterMs: 1_000, policy: complete });
  inFlight.add(entry(1, 5_000));
  inFlight.add(entry(2, 5_000));
  expect(take(inFlight)).toEqual(['e1']);
  inFlight.settle('e1');
  expect(take(inFlight)).toEqual(['e2']);
});

test('sends again after a while without a receipt, then after longer', () => {
  const inFlight = fiveWaiting();
  take(inFlight);
  inFlight.awaitReceipt('e1', 0);
  inFlight.awaitReceipt('e2', 400);
  expect(inFlight.nextDueAt).toBe(1_000);
  expect(take(inFlight, 999)).toEqual([]);
  expect(take(inFlight, 1_000)).toEqual(['e1 again']);
  expect(inFlight.nextDueAt).toBe(1_400);
  expect(take(inFlight, 1_400)).toEqual(['e2 again']);
  inFlight.awaitReceipt('e1', 1_500);
  expect(inFlight.nextDueAt).toBe(3_500);
  inFlight.settle('e1');
  expect(take(inFlight, 3_500)).toEqual(['e4']);
});

test('what the broker has not acknowledged is on its way, however long that takes', () => {
  const inFlight = fiveWaiting();
  take(inFlight);
  expect(inFlight.nextDueAt).toBe(Number.POSITIVE_INFINITY);
  expect(take(inFlight, 1_000_000)).toEqual([]);
});

test('delays are spread by the given randomness', () => {
  const inFlight = new InFlight({ windowBytes: 1_000, resendAfterMs: 1_000, policy: complete, random: () => 1 });
  inFlight.add(entry(1));
  take(inFlight);
  inFlight.awaitReceipt('e1', 0);
  expect(inFlight.nextDueAt).toBe(750);
});

test('a lost link: what was in flight waits again, in its old place, and counts as sent before', () => {
  const inFlight = fiveWaiting();
  take(inFlight);
  inFlight.settle('e2');
  take(inFlight);
  inFlight.awaitReceipt('e1', 0);
  inFlight.lost();
  expect(inFlight).toMatchObject({ entries: 0, bytes: 0, nextDueAt: Number.POSITIVE_INFINITY });
  inFlight.awaitReceipt('e3', 10);
  expect(take(inFlight, 5_000)).toEqual(['e1 again', 'e3 again', 'e4 again']);
  for (const id of ['e1', 'e3', 'e4']) inFlight.settle(id);
  expect(take(inFlight, 5_000)).toEqual(['e5']);
});

test('a receipt that comes while the entry waits ends it', () => {
  const inFlight = fiveWaiting();
  take(inFlight);
  inFlight.lost();
  inFlight.settle('e1');
  expect(take(inFlight)).toEqual(['e2 again', 'e3 again', 'e4']);
});
