import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';
import { type DeviceLedger, parseDeviceLedger } from '@vedette/core/ledger';
import { KeptLink, type LinkOptions } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';

const CONNECT_MS = 10_000;
/** Retained messages come right behind the subscription, over a slow link one by one, and nothing tells the last one. */
const QUIET_MS = 2_000;
const POLL_MS = 20;

/**
 * The books of all devices that are retained at a broker, each on the topic of its own device. Rejects with ResourceError
 * where the broker cannot be reached.
 */
export async function readRetained(
  link: Pick<LinkOptions, 'url' | 'username' | 'password' | 'tls'>,
  topics: Topics,
  log: Logger,
  connectMs = CONNECT_MS,
): Promise<DeviceLedger[]> {
  const ledgers = new Map<string, DeviceLedger>();
  let heardAt = performance.now();
  const kept = new KeptLink({
    what: 'broker',
    log,
    link: {
      ...link,
      clientId: `vedette-report-${process.pid}`,
      subscribe: [topics.all.deviceLedger],
      async onMessage({ topic, payload }) {
        heardAt = performance.now();
        const ledger = parseDeviceLedger(payload);
        if (!ledger) log.warn({ topic }, 'no ledger that this version can read');
        else if (topics.deviceLedger(ledger) !== topic)
          log.warn({ topic }, "the ledger is another device's than its topic");
        else ledgers.set(topic, ledger);
      },
    },
    onUp: () => {
      heardAt = performance.now();
    },
  });
  try {
    await untilQuiet(kept, () => heardAt, connectMs);
    return [...ledgers.values()];
  } finally {
    await kept.close(true);
  }
}

/** Waits until nothing more comes. Rejects with ResourceError where there is no connection for too long. */
async function untilQuiet(kept: KeptLink, heardAt: () => number, connectMs: number): Promise<void> {
  let linkedAt = performance.now();
  for (;;) {
    const now = performance.now();
    if (kept.link) linkedAt = now;
    if (kept.link && now - heardAt() >= QUIET_MS) return;
    if (now - linkedAt > connectMs) throw new ResourceError(kept.fault ?? 'there is no connection');
    await sleep(POLL_MS);
  }
}
