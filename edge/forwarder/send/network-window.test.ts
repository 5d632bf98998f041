import { expect, test } from 'vitest';
import { NetworkWindow } from './network-window.ts';

const MESSAGE = 15_000;

/** A link with a queue that takes everything. */
interface Link {
  bytesPerMs: number;
  roundTripMs: number;
}

/** Sends all that the window allows over a simulated link for some seconds, and measures the last two of them. */
function run(window: NetworkWindow, link: Link, from: number, seconds: number) {
  const end = from + seconds * 1_000;
  const flying: { readonly sentAt: number; readonly ackAt: number }[] = [];
  let linkFreeAt = from;
  let bytes = 0;
  let worstMs = 0;
  for (let now = from; now < end; now++) {
    for (let first = flying[0]; first && first.ackAt <= now; first = flying[0]) {
      flying.shift();
      window.acknowledged(MESSAGE, now - first.sentAt, now);
      if (now < end - 2_000) continue;
      bytes += MESSAGE;
      worstMs = Math.max(worstMs, now - first.sentAt);
    }
    while (window.isOpen) {
      linkFreeAt = Math.max(linkFreeAt, now) + MESSAGE / link.bytesPerMs;
      flying.push({ sentAt: now, ackAt: linkFreeAt + link.roundTripMs });
      window.sent(MESSAGE);
    }
  }
  for (const { sentAt } of flying) window.acknowledged(MESSAGE, end - sentAt, end); // what is left comes at once
  return { used: bytes / (2_000 * link.bytesPerMs), worstMs };
}

test.each([
  ['2 Mbit/s', { bytesPerMs: 250, roundTripMs: 20 }],
  ['2 Mbit/s by satellite', { bytesPerMs: 250, roundTripMs: 600 }],
  ['256 kbit/s', { bytesPerMs: 32, roundTripMs: 80 }],
  ['100 Mbit/s', { bytesPerMs: 12_500, roundTripMs: 40 }],
])('%s: the link is full, and its queue is short', (_name, link) => {
  const { used, worstMs } = run(new NetworkWindow(8 << 20), link, 0, 30);
  expect(used).toBeGreaterThan(0.9);
  // One message may be longer than the queue should be.
  expect(worstMs).toBeLessThan(link.roundTripMs + 400 + (2 * MESSAGE) / link.bytesPerMs);
});

test('a link that becomes narrow is full a while later, with a short queue', () => {
  const window = new NetworkWindow(2 << 20);
  run(window, { bytesPerMs: 12_500, roundTripMs: 20 }, 0, 5);
  expect(window.bytes).toBeGreaterThan(200_000);
  const { used, worstMs } = run(window, { bytesPerMs: 250, roundTripMs: 20 }, 5_000, 20);
  expect(used).toBeGreaterThan(0.9);
  expect(worstMs).toBeLessThan(500);
});

test('a way that becomes longer for good is filled again', () => {
  const window = new NetworkWindow(2 << 20);
  run(window, { bytesPerMs: 250, roundTripMs: 20 }, 0, 20);
  expect(run(window, { bytesPerMs: 250, roundTripMs: 700 }, 20_000, 150).used).toBeGreaterThan(0.9);
});

test('one message may always go, and the bound holds', () => {
  const window = new NetworkWindow(100_000);
  expect(window.isOpen).toBe(true);
  window.sent(5_000_000);
  expect(window.isOpen).toBe(false);
  window.acknowledged(5_000_000, 10, 10);
  expect(window.isOpen).toBe(true);
  run(window, { bytesPerMs: 12_500, roundTripMs: 40 }, 20, 10);
  expect(window.bytes).toBe(100_000);
});

test('a new link begins anew', () => {
  const window = new NetworkWindow(8 << 20);
  run(window, { bytesPerMs: 12_500, roundTripMs: 40 }, 0, 10);
  window.sent(20_000_000);
  window.renew();
  expect(window).toMatchObject({ isOpen: true, bytes: 65_536 });
});
