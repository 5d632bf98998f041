import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';
import { type DeviceLedger, deviceLedgerSchema } from '@vedette/core/ledger';
import { KeptLink, type LinkOptions } from '@vedette/core/mqtt';
import { type Logger, redactUrls } from '@vedette/core/observe';

const CONNECT_MS = 10_000;
/** Retained messages come right behind the subscription, and nothing tells the last one. */
const QUIET_MS = 500;
const POLL_MS = 20;

/** The books of all devices that are retained at a broker. Rejects with ResourceError where it cannot be reached. */
export async function readRetained(
  link: Pick<LinkOptions, 'url' | 'username' | 'password' | 'tls'>,
  filter: string,
  log: Logger,
): Promise<DeviceLedger[]> {
  const ledgers = new Map<string, DeviceLedger>();
  let heardAt = performance.now();
  const kept = new KeptLink({
    what: 'broker',
    log,
    link: {
      ...link,
      clientId: `vedette-report-${process.pid}`,
      subscribe: [filter],
      async onMessage({ topic, payload }) {
        heardAt = performance.now();
        const ledger = parseLedger(payload);
        if (ledger) ledgers.set(topic, ledger);
        else log.warn({ topic }, 'no ledger that this version can read');
      },
    },
    onUp: () => {
      heardAt = performance.now();
    },
  });
  try {
    const until = performance.now() + CONNECT_MS;
    while (!kept.link) {
      if (performance.now() > until) throw new ResourceError(kept.fault ?? `no connection to ${redactUrls(link.url)}`);
      await sleep(POLL_MS);
    }
    while (performance.now() - heardAt < QUIET_MS) await sleep(POLL_MS);
    return [...ledgers.values()];
  } finally {
    await kept.close(true);
  }
}

function parseLedger(payload: Buffer): DeviceLedger | undefined {
  try {
    return deviceLedgerSchema.safeParse(JSON.parse(payload.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
