import { randomUUID } from 'node:crypto';
import { Deferred, type LinkOptions, type MqttLink, type MqttMessage, openLink } from '@vedette/core/mqtt';
import type { Topics } from '@vedette/core/topics';
import { endSession } from './end-session.ts';
import { receiptForNobody } from './receipt-for-nobody.ts';

export interface SessionOptions {
  readonly link: Pick<LinkOptions, 'url' | 'clientId' | 'username' | 'password' | 'tls'>;
  readonly topics: Topics;
  /** By which it gets what it gets. */
  readonly filters: readonly string[];
  readonly signal: AbortSignal;
  /** Resolves when a message may be forgotten by the broker. */
  onMessage(message: MqttMessage): Promise<void>;
}

/** `cut off`: it did not come to an end, and what is left still waits. */
type Outcome = 'ended' | 'none' | 'cut off';

/**
 * Takes what waits in the session of a client id, then ends it; `none` where there was none. Its filters go first, since
 * what comes from now on comes by another session.
 */
export async function workOffSession(options: SessionOptions): Promise<Outcome> {
  const { link, signal } = options;
  const outcome = await takeWaiting(options);
  if (outcome === 'cut off' || !(await endSession(link, signal))) return 'cut off';
  return outcome;
}

async function takeWaiting(options: SessionOptions): Promise<Outcome> {
  const { topics, signal, onMessage } = options;
  const { url, clientId, username, password, tls } = options.link;
  const last = topics.receipt({ site: `session-${randomUUID()}`, device: 'end' });
  const first = new Deferred<Outcome>();
  const up = openLink({
    ...{ url, clientId, username, password, tls, durable: true },
    async onMessage(message) {
      if (message.topic === last) first.resolve('ended');
      else await onMessage(message);
    },
    onUp() {
      if (up.isResumed) sayLast(up, last, options).catch(() => first.resolve('cut off'));
      else first.resolve('none');
    },
    onDown: () => first.resolve('cut off'),
  });
  const onAbort = () => first.resolve('cut off');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const outcome = await first.promise;
  signal.removeEventListener('abort', onAbort);
  await up.close(outcome === 'cut off');
  return outcome;
}

/** Sends itself a message that comes behind all that waits. Rejects where the link is lost, or the broker refuses it. */
async function sayLast(up: MqttLink, last: string, { filters }: SessionOptions): Promise<void> {
  for (const filter of filters) await up.unsubscribe(filter);
  await up.subscribe(last);
  await up.publish(last, receiptForNobody(last));
}
