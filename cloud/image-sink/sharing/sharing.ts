import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LinkOptions, MqttMessage } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import type { Leases } from '@vedette/store';
import type { WayIn } from '../way-in.ts';
import { probeSharing } from './probe-sharing.ts';
import { Turn } from './turn.ts';
import { workOffSession } from './work-off-session.ts';

/** Of several that begin to share at once, each cuts off the one before it. */
const AGAIN_MS = 5_000;

export interface SharingOptions {
  readonly group: string;
  readonly link: Pick<LinkOptions, 'url' | 'username' | 'password' | 'tls' | 'clientId'>;
  readonly topics: Topics;
  readonly leases: Leases;
  /** What the machine is called, for people. */
  readonly device: string;
  readonly log: Logger;
  /** Resolves when a message that waited in the session of before is in work. */
  onMessage(message: MqttMessage): Promise<void>;
  /** Nothing more may be taken in. */
  onOver(reason: string): void;
}

/**
 * How one of several sinks comes to its shots: by a subscription that they share, where the broker knows such; else they
 * take turns, by a lease in their catalog. The broker is asked before each connection: it may be another one since.
 *
 * Who shares has no session, since the broker would put a share of the shots into that of a sink which is gone for good; the
 * one of before it shared is worked off and ended, or the broker would keep each shot for it too. Who takes turns has one
 * for all of them, which hands over what waits.
 */
export class Sharing implements WayIn {
  readonly #options: SharingOptions;
  readonly #turn: Turn;
  readonly #clientId: string;
  #isShared: boolean | undefined;
  #hasEndedSession = false;
  #left = new AbortController();

  constructor(options: SharingOptions) {
    this.#options = options;
    const { leases, group, device, link, log, onOver } = options;
    const id = randomUUID();
    this.#clientId = `${link.clientId}-${id}`;
    this.#turn = new Turn({ leases, name: `image-sink ${group}`, holder: `${device} ${id}`, log, onOver });
  }

  get fault(): string | undefined {
    return this.#turn.fault;
  }

  get rival(): string {
    const { group } = this.#options;
    return this.#isShared
      ? 'see what the broker says of it'
      : `does another sink of ${group} have a catalog of its own? They take turns by one, which catalog.url names`;
  }

  async hold(signal: AbortSignal): Promise<void> {
    const { link, topics, log, group } = this.#options;
    const isShared = await probeSharing({ link, topics, log, signal });
    if (signal.aborted) return;
    if (isShared !== this.#isShared) log.info(isShared ? `shares the shots of ${group}` : TURNS);
    this.#isShared = isShared;
    if (isShared) return;
    this.#hasEndedSession = false; // those who take turns have it
    await this.#turn.take(signal);
  }

  session() {
    if (!this.#isShared) return {};
    const { group, topics } = this.#options;
    const shots = topics.all.shots.map((filter) => `$share/${group}/${filter}`);
    // What is retained does not come by a shared subscription, and books may be written down by several.
    return { clientId: this.#clientId, durable: false, subscribe: [...shots, topics.all.deviceLedger] };
  }

  arrive(): void {
    this.#left = new AbortController();
    if (this.#isShared && !this.#hasEndedSession) void this.#endSession(this.#left.signal);
  }

  leave(): Promise<void> {
    this.#left.abort();
    return this.#turn.release();
  }

  /** Not before the shared subscription stands, which gets what comes from now on. */
  async #endSession(signal: AbortSignal): Promise<void> {
    const { link, topics, onMessage, log } = this.#options;
    const filters = [...topics.all.shots, topics.all.deviceLedger];
    while (!signal.aborted && !this.#hasEndedSession) {
      const session = await workOffSession({ link, topics, filters, signal, onMessage });
      this.#hasEndedSession = session !== 'cut off';
      if (session === 'ended') log.warn(endedOf(link.clientId));
      if (session === 'cut off') await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined); // aborted
    }
  }
}

const TURNS =
  'the broker knows no shared subscriptions, or lets no sink read receipts: the sinks of a group take turns by their catalog';

function endedOf(clientId: string): string {
  return `what waited for ${clientId} is taken in, and its session is ended: a sink that does not share needs an imageSink.clientId of its own`;
}
