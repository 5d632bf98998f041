import { type BrokerLogin, type CommonConfig, readBrokerLogin } from '@vedette/core/config';
import type { Receipt } from '@vedette/core/message';
import type { KeptLink, MqttMessage } from '@vedette/core/mqtt';
import { READY, type Readiness, type Service, type ServiceContext, settlesWithin } from '@vedette/core/run';
import { Announcements } from './announcements.ts';
import { ClockWatch } from './clock-watch.ts';
import type { ForwarderConfig } from './config.ts';
import { openEdge } from './edge-link.ts';
import { Eviction } from './eviction.ts';
import { Intake } from './intake.ts';
import { DetectorReports } from './ledger/index.ts';
import type { ForwarderCounts, Outcome } from './meter.ts';
import { openParts, type Parts } from './parts.ts';
import { Sender } from './send/sender.ts';
import { Settlement } from './send/settlement.ts';

/** How long a stop waits for the brokers to take the last books. */
const LAST_WORDS_MS = 2_000;

export interface ForwarderHooks {
  /** A payload's life in the spool has ended; `id` is the shot's, or `payloadId` where there is none. */
  onSettled?(id: string, outcome: Outcome, reason?: string): void;
}

export interface Forwarder extends Service {
  counts(): ForwarderCounts;
}

/** Starts to bring shots from the edge broker to the cloud. Throws ConfigError, and ResourceError if its folder cannot be used. */
export async function startForwarder(
  config: ForwarderConfig,
  common: CommonConfig,
  context: ServiceContext,
  hooks: ForwarderHooks = {},
): Promise<Forwarder> {
  const login = readBrokerLogin('forwarder.', config.cloudUrl, config);
  return new RunningForwarder(config, login, await openParts(config, common, context), hooks);
}

/** What passes between the edge's side, the cloud's side and what is held. */
class RunningForwarder implements Forwarder {
  readonly name = 'forwarder';
  readonly #parts: Parts;
  readonly #settlement: Settlement;
  readonly #eviction: Eviction;
  readonly #intake: Intake;
  readonly #announcements: Announcements;
  readonly #edge: KeptLink;
  readonly #sender: Sender;
  readonly #clock: ClockWatch;
  #stopped: Promise<void> | undefined;

  constructor(config: ForwarderConfig, login: BrokerLogin, parts: Parts, hooks: ForwarderHooks) {
    this.#parts = parts;
    this.#settlement = new Settlement({ ...parts, ...hooks });
    this.#eviction = new Eviction({ ...parts, onEvicted: (id) => this.#settlement.drop(id, 'spool-full') });
    this.#intake = new Intake({
      ...{ ...parts, eviction: this.#eviction, maxMessageBytes: config.maxMessageBytes },
      onSpooled: () => this.#sender.wake(),
      onDropped: (id, reason) => this.#settlement.end(id, 'dropped', reason),
    });
    this.#announcements = new Announcements({
      ...parts,
      alarms: () => this.#alarms(),
      tellEdge: (topic, payload) => this.#edge.tell(topic, payload, true),
      tellCloud: (topic, payload) => this.#sender.tell(topic, payload),
      tellSurely: (topic, payload) => this.#tellSurely(topic, payload),
    });
    const { will } = this.#announcements;
    this.#sender = new Sender({
      ...{ ...parts, config, login, will, settlement: this.#settlement },
      onReceipt: (receipt, message) => this.#receive(receipt, message),
      onUp: () => this.#announcements.sayTo('cloud'),
      onChange: () => this.#announcements.sayStatus(),
    });
    this.#edge = openEdge({
      ...{ ...parts, url: config.edgeUrl, will, intake: this.#intake, announcements: this.#announcements },
      reports: new DetectorReports(parts),
      onUp: () => this.#announcements.sayTo('edge'),
    });
    this.#clock = new ClockWatch(parts.log, () => this.#announcements.sayStatus());
    this.#announcements.start();
  }

  counts(): ForwarderCounts {
    return this.#parts.meter.counts();
  }

  ready(): Readiness {
    const troubles = this.#troubles();
    return troubles.length === 0 ? READY : { ready: false, reason: troubles.join('; ') };
  }

  /** Does not wait for receipts: the spool keeps what has none. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#clock.close();
    await this.#announcements.close();
    await Promise.all([this.#edge.close(true), this.#sender.close()]);
    for (const part of [this.#intake, this.#eviction, this.#settlement, this.#parts.ledger]) part.close();
    await this.#parts.spool.close();
  }

  /** Resolves also where a broker says nothing. */
  async #tellSurely(topic: string, payload: string): Promise<void> {
    const telling = [
      this.#edge.link?.publish(topic, payload, { retain: true }),
      this.#sender.tellSurely(topic, payload),
    ];
    await settlesWithin(LAST_WORDS_MS, Promise.allSettled(telling));
  }

  #receive(receipt: Receipt, { topic, payload }: MqttMessage): void {
    this.#edge.tell(topic, payload); // for people who watch at the edge
    this.#settlement.receipt(receipt);
  }

  #alarms(): string[] {
    const warnings = [this.#sender.warning, this.#clock.alarm];
    return [...this.#troubles(), ...warnings.filter((warning) => warning !== undefined)];
  }

  #troubles(): string[] {
    return [this.#intake.blocked ?? this.#edge.fault, this.#sender.trouble].filter((trouble) => trouble !== undefined);
  }
}
