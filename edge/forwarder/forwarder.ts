import { join } from 'node:path';
import type { CommonConfig } from '@vedette/core/config';
import type { KeptLink } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import { READY, type Readiness, type Service, type ServiceContext } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import type { ForwarderConfig } from './config.ts';
import { DeviceStatus } from './device-status.ts';
import { openEdge } from './edge-link.ts';
import { Intake } from './intake.ts';
import { type ForwarderCounts, ForwarderMeter, type Outcome } from './meter.ts';
import { Oversize } from './oversize.ts';
import { complete } from './policy/complete.ts';
import { SendQueue } from './send-queue.ts';
import { Settlement } from './settlement.ts';
import { openSpool, type Spool } from './spool/index.ts';
import { Uplink } from './uplink.ts';

export interface ForwarderHooks {
  /** A payload's life in the spool has ended; `id` is the shot's, or `payloadId` where there is none. */
  onSettled?(id: string, outcome: Outcome, reason?: string): void;
}

export interface Forwarder extends Service {
  counts(): ForwarderCounts;
}

/** Starts to bring shots from the edge broker to the cloud. Throws ResourceError if its folder cannot be used. */
export async function startForwarder(
  config: ForwarderConfig,
  common: CommonConfig,
  context: ServiceContext,
  hooks: ForwarderHooks = {},
): Promise<Forwarder> {
  const spool = await openSpool(join(common.data, 'forwarder', 'spool'), config.spool);
  sayWhatWasFound(spool, context.log);
  return new RunningForwarder(config, common, context, hooks, spool);
}

/** The parts, and what passes between them. */
class RunningForwarder implements Forwarder {
  readonly name = 'forwarder';
  readonly #spool: Spool;
  readonly #queue: SendQueue;
  readonly #meter: ForwarderMeter;
  readonly #settlement: Settlement;
  readonly #intake: Intake;
  readonly #status: DeviceStatus;
  readonly #edge: KeptLink;
  readonly #uplink: Uplink;
  #stopped: Promise<void> | undefined;

  constructor(
    config: ForwarderConfig,
    common: CommonConfig,
    { log, metrics }: ServiceContext,
    hooks: ForwarderHooks,
    spool: Spool,
  ) {
    const home = { site: common.site, device: common.device };
    const topics = topicsUnder(common.root, common.shotAlias);
    this.#spool = spool;
    this.#queue = queueOf(config, spool);
    this.#meter = new ForwarderMeter(metrics, spool, this.#queue);
    const parts = { home, topics, log, spool, queue: this.#queue, meter: this.#meter };
    this.#settlement = new Settlement({ ...parts, ...hooks });
    this.#intake = new Intake({
      ...parts,
      // Without the alias: a topic that names the device.
      deadLetterTopic: topicsUnder(common.root).shot({ ...home, camera: 'unknown' }),
      maxMessageBytes: config.maxMessageBytes,
      oversize: new Oversize({
        folder: join(common.data, 'forwarder', 'oversize'),
        maxBytes: config.maxOversizeBytes,
        reason: `longer than maxMessageBytes (${config.maxMessageBytes})`,
      }),
      onSpooled: () => this.#uplink.wake(),
      onDropped: (id, reason) => this.#settlement.end(id, 'dropped', reason),
    });
    this.#status = new DeviceStatus({ ...parts, publish: (topic, payload) => this.#tellBoth(topic, payload) });
    const will = { topic: this.#status.topic, payload: this.#status.offline };
    this.#uplink = new Uplink({
      ...parts,
      link: {
        url: config.cloudUrl,
        clientId: `vedette-forwarder-${home.site}-${home.device}`,
        username: config.username,
        password: config.password,
        will,
      },
      onUp: () => this.#status.say(),
      onReceipt: (receipt, { topic, payload }) => {
        this.#edge.tell(topic, payload); // for people who watch at the edge
        this.#settlement.receipt(receipt);
      },
      onDamaged: (id) => this.#settlement.damaged(id),
    });
    this.#edge = openEdge({ ...parts, url: config.edgeUrl, will, intake: this.#intake, status: this.#status });
    this.#status.start();
  }

  counts(): ForwarderCounts {
    return this.#meter.counts();
  }

  ready(): Readiness {
    const reasons = [
      this.#intake.blocked ?? (this.#edge.link ? undefined : 'no connection to the edge broker'),
      this.#uplink.isUp ? this.#silence() : 'no connection to the cloud broker',
    ].filter((reason) => reason !== undefined);
    return reasons.length === 0 ? READY : { ready: false, reason: reasons.join('; ') };
  }

  /** Does not wait for receipts: the spool keeps what has none. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#status.close();
    await Promise.all([this.#edge.close(true), this.#uplink.close()]);
    this.#intake.close();
    this.#settlement.close();
    await this.#spool.close();
  }

  #silence(): string | undefined {
    return this.#queue.isUnanswered(performance.now()) ? 'no receipts come from the cloud' : undefined;
  }

  #tellBoth(topic: string, payload: string): void {
    this.#edge.tell(topic, payload, true);
    this.#uplink.tell(topic, payload);
  }
}

function queueOf({ windowBytes, resendAfterSeconds }: ForwarderConfig, spool: Spool): SendQueue {
  const queue = new SendQueue({ windowBytes, resendAfterMs: resendAfterSeconds * 1_000, policy: complete });
  for (const entry of spool.entries()) queue.add(entry);
  return queue;
}

function sayWhatWasFound(spool: Spool, log: Logger): void {
  const { entries, payloadBytes } = spool.counts();
  const { damaged, tornBytes } = spool.recovery;
  if (entries > 0) log.info({ entries, bytes: payloadBytes }, 'shots from before wait to be sent');
  if (tornBytes > 0) log.warn({ bytes: tornBytes }, 'the last write was cut off or damaged');
  if (damaged > 0) log.error({ records: damaged }, 'records of the spool are damaged and lost');
}
