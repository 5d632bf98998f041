import { join } from 'node:path';
import { type BrokerLogin, type CommonConfig, readBrokerLogin } from '@vedette/core/config';
import type { KeptLink } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import { READY, type Readiness, type Service, type ServiceContext } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import type { ForwarderConfig } from './config.ts';
import { DeviceStatus } from './device-status.ts';
import { openEdge } from './edge-link.ts';
import { Eviction } from './eviction.ts';
import { Intake } from './intake.ts';
import { DetectorReports, type Ledger, LedgerTeller, ledgerFolder, measureLedger, openLedger } from './ledger/index.ts';
import { type ForwarderCounts, ForwarderMeter, type Outcome } from './meter.ts';
import { Oversize } from './oversize.ts';
import { type Classes, classesOf } from './policy/classes.ts';
import { capturedAt } from './send/captured-at.ts';
import { SendQueue } from './send/send-queue.ts';
import { Sender } from './send/sender.ts';
import { Settlement } from './send/settlement.ts';
import { openSpool, type Spool } from './spool/index.ts';

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
  const spool = await openSpool(join(common.data, 'forwarder', 'spool'), config.spool);
  sayWhatWasFound(spool, context.log);
  try {
    const ledger = await openLedger({ folder: ledgerFolder(common.data), spool, log: context.log });
    return new RunningForwarder(config, common, context, hooks, { spool, ledger, login });
  } catch (error) {
    await spool.close();
    throw error;
  }
}

/** The parts, and what passes between them. */
class RunningForwarder implements Forwarder {
  readonly name = 'forwarder';
  readonly #spool: Spool;
  readonly #ledger: Ledger;
  readonly #ledgerTeller: LedgerTeller;
  readonly #meter: ForwarderMeter;
  readonly #settlement: Settlement;
  readonly #intake: Intake;
  readonly #status: DeviceStatus;
  readonly #edge: KeptLink;
  readonly #sender: Sender;
  readonly #eviction: Eviction;
  #stopped: Promise<void> | undefined;

  constructor(
    config: ForwarderConfig,
    common: CommonConfig,
    { log, metrics }: ServiceContext,
    hooks: ForwarderHooks,
    { spool, ledger, login }: { readonly spool: Spool; readonly ledger: Ledger; readonly login: BrokerLogin },
  ) {
    const home = { site: common.site, device: common.device };
    const topics = topicsUnder(common.root, common.shotAlias);
    this.#spool = spool;
    this.#ledger = ledger;
    const classes = classesOf(config);
    const queue = queueOf(config, classes, spool);
    this.#meter = new ForwarderMeter(metrics, spool, queue);
    measureLedger(metrics, ledger, spool);
    const parts = { home, topics, log, spool, queue, ledger, meter: this.#meter };
    this.#settlement = new Settlement({ ...parts, ...hooks });
    this.#eviction = new Eviction({ ...parts, onEvicted: (id) => this.#settlement.drop(id, 'spool-full') });
    this.#intake = new Intake({
      ...parts,
      eviction: this.#eviction,
      // Without the alias: a topic that names the device.
      deadLetterTopic: topicsUnder(common.root).shot({ ...home, camera: 'unknown' }),
      maxMessageBytes: config.maxMessageBytes,
      oversize: new Oversize({
        folder: join(common.data, 'forwarder', 'oversize'),
        maxBytes: config.maxOversizeBytes,
        reason: `longer than maxMessageBytes (${config.maxMessageBytes})`,
      }),
      onSpooled: () => this.#sender.wake(),
      onDropped: (id, reason) => this.#settlement.end(id, 'dropped', reason),
    });
    this.#status = new DeviceStatus({
      ...parts,
      alarms: () => [...this.#troubles(), this.#sender.warning].filter((alarm) => alarm !== undefined),
      publish: (topic, payload) => this.#tellBoth(topic, payload),
    });
    this.#ledgerTeller = new LedgerTeller({
      ...parts,
      inFlight: () => queue.flying(),
      tellEdge: (topic, payload) => this.#edge.tell(topic, payload, true),
      tellCloud: (topic, payload) => this.#sender.tell(topic, payload),
    });
    const will = { topic: this.#status.topic, payload: this.#status.offline };
    this.#sender = new Sender({
      ...{ ...parts, config, login, classes, will, settlement: this.#settlement },
      onReceipt: (receipt, { topic, payload }) => {
        this.#edge.tell(topic, payload); // for people who watch at the edge
        this.#settlement.receipt(receipt);
      },
      onUp: () => {
        this.#status.say();
        this.#ledgerTeller.sayTo('cloud');
      },
      onChange: () => this.#status.say(),
    });
    this.#edge = openEdge({
      ...{ ...parts, url: config.edgeUrl, will, intake: this.#intake, status: this.#status },
      reports: new DetectorReports(parts),
      onUp: () => {
        this.#status.say();
        this.#ledgerTeller.sayTo('edge');
      },
    });
    this.#status.start();
  }

  counts(): ForwarderCounts {
    return this.#meter.counts();
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
    this.#status.close();
    this.#ledgerTeller.close();
    await Promise.all([this.#edge.close(true), this.#sender.close()]);
    this.#intake.close();
    this.#eviction.close();
    this.#settlement.close();
    this.#ledger.close();
    await this.#spool.close();
  }

  #troubles(): string[] {
    const edge = this.#intake.blocked ?? (this.#edge.link ? undefined : 'no connection to the edge broker');
    return [edge, this.#sender.trouble].filter((trouble) => trouble !== undefined);
  }

  #tellBoth(topic: string, payload: string): void {
    this.#edge.tell(topic, payload, true);
    this.#sender.tell(topic, payload);
  }
}

/** What is on its way cannot give way; of a small spool it must not be all. */
const MOST_ON_ITS_WAY = 1 / 8;

function queueOf(
  { windowBytes: most, resendAfterSeconds, spool: { maxBytes } }: ForwarderConfig,
  { policies, classOf }: Classes,
  spool: Spool,
): SendQueue {
  const windowBytes = Math.min(most, maxBytes * MOST_ON_ITS_WAY);
  const queue = new SendQueue({ windowBytes, resendAfterMs: resendAfterSeconds * 1_000, policies, classOf });
  const now = performance.now();
  for (const entry of spool.entries()) queue.add(entry, capturedAt(entry, now));
  return queue;
}

function sayWhatWasFound(spool: Spool, log: Logger): void {
  const { entries, payloadBytes } = spool.counts();
  const { damaged, tornBytes } = spool.recovery;
  if (entries > 0) log.info({ entries, bytes: payloadBytes }, 'shots from before wait to be sent');
  if (tornBytes > 0) log.warn({ bytes: tornBytes }, 'the last write was cut off or damaged');
  if (damaged > 0) log.error({ records: damaged }, 'records of the spool are damaged and lost');
}
