import { complete } from '../policy/complete.ts';
import type { SpoolEntry } from '../spool/index.ts';
import { SendQueue } from './send-queue.ts';

export function entry(serial: number, bytes = 100): SpoolEntry {
  const topic = 'vedette/home/pole/cam0/shot';
  return { id: `e${serial}`, serial, bytes, topic, at: 0, site: 'home', device: 'pole' };
}

/** Five entries of 100 bytes, a window of 250, and no jitter. */
export function fiveWaiting(): SendQueue {
  const queue = new SendQueue({ windowBytes: 250, resendAfterMs: 1_000, policies: [complete], random: () => 0 });
  for (let serial = 1; serial <= 5; serial++) queue.add(entry(serial), 0);
  return queue;
}

/** What is sent now. */
export function take(queue: SendQueue, now = 0): string[] {
  const taken: string[] = [];
  for (let next = queue.next(now); next; next = queue.next(now)) {
    queue.sent(next.entry.id);
    taken.push(next.again ? `${next.entry.id} again` : next.entry.id);
  }
  return taken;
}
