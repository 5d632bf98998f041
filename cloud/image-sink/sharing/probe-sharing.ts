import { randomUUID } from 'node:crypto';
import { KeptLink, type LinkOptions, type MqttLink } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import { receiptForNobody } from './receipt-for-nobody.ts';

/** How long after a message by a plain filter its fellow may come by a shared one, and how long either may take. */
const GRACE_MS = 500;
const SILENT_MS = 5_000;

export interface ProbeOptions {
  readonly link: Pick<LinkOptions, 'url' | 'username' | 'password' | 'tls'>;
  readonly topics: Topics;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Whether a broker knows shared subscriptions: one that does not may take `$share/…` for a plain filter, by which nothing
 * ever comes. So a message is sent through one, on a topic that a sink may publish on, and behind it another one through a
 * plain filter: when that is there and the first is not, there is none to wait for. Waits for the broker; false also where
 * `signal` is aborted, and where the broker does not let a sink read what it has sent.
 */
export async function probeSharing({ link, topics, log, signal }: ProbeOptions): Promise<boolean> {
  const id = randomUUID();
  const [shared, plain] = ['shared', 'plain'].map((device) => topics.receipt({ site: `probe-${id}`, device })) as [
    string,
    string,
  ];
  const verdict = new Verdict();
  const ask = async (up: MqttLink) => {
    await up.subscribe(`$share/probe-${id}/${shared}`);
    await up.subscribe(plain);
    verdict.within(SILENT_MS);
    for (const topic of [shared, plain]) await up.publish(topic, receiptForNobody(id));
  };
  const kept = new KeptLink({
    what: 'cloud broker',
    log,
    link: {
      ...link,
      clientId: `vedette-probe-${id}`,
      async onMessage({ topic }) {
        if (topic === shared) verdict.is(true);
        else verdict.within(GRACE_MS);
      },
    },
    onUp: (up) => {
      ask(up).catch(() => up.connected && verdict.is(false)); // a filter is refused; a lost link asks again
    },
  });
  const onAbort = () => verdict.is(false);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await verdict.promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await kept.close(true);
  }
}

/** The first answer counts. */
class Verdict {
  readonly promise: Promise<boolean>;
  #resolve: (verdict: boolean) => void = () => undefined;
  #limit: NodeJS.Timeout | undefined;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  is(verdict: boolean): void {
    clearTimeout(this.#limit);
    this.#resolve(verdict);
  }

  /** It is no, unless something else is known by then. */
  within(ms: number): void {
    clearTimeout(this.#limit);
    this.#limit = setTimeout(() => this.is(false), ms);
  }
}
