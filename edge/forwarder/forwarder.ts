import { join } from 'node:path';
import type { CommonConfig } from '@vedette/core/config';
import type { Receipt } from '@vedette/core/message';
import type { KeptLink, MqttMessage } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import { READY, type Readiness, type Service, type ServiceContext } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import type { ForwarderConfig } from './config.ts';
import { DeviceStatus } from './device-status.ts';
import { openEdge } from './edge-link.ts';
import { InFlight } from './in-flight.ts';
import { Intake } from './intake.ts';
import { type ForwarderCounts, ForwarderMeter, type Outcome } from './meter.ts';
import { complete } from './policy/complete.ts';
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
  readonly #hooks: ForwarderHooks;
  readonly #log: Logger;
  readonly #spool: Spool;
  readonly #inFlight: InFlight;
  readonly #meter: ForwarderMeter;
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
    this.#hooks = hooks;
    this.#log = log;
    this.#spool = spool;
    this.#inFlight = startInFlight(config, spool);
    this.#meter = new ForwarderMeter(metrics, spool, this.#inFlight);
    const parts = { home, topics, log, spool, inFlight: this.#inFlight, meter: this.#meter };
    this.#intake = new Intake({
      ...parts,
      // Without the alias: a topic that names the device.
      deadLetterTopic: topicsUnder(common.root).shot({ ...home, camera: 'unknown' }),
      maxMessageBytes: config.maxMessageBytes,
      oversizeFolder: join(common.data, 'forwarder', 'oversize'),
      onSpooled: () => this.#uplink.wake(),
      onDropped: (id, reason) => this.#settle(id, 'dropped', reason),
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
      onReceipt: (receipt, message) => this.#onReceipt(receipt, message),
      onDamaged: (id) => this.#onDamaged(id),
    });
    this.#edge = openEdge({ ...parts, url: config.edgeUrl, will, intake: this.#intake, status: this.#status });
  }

  counts(): ForwarderCounts {
    return this.#meter.counts();
  }

  ready(): Readiness {
    const reasons = [
      this.#intake.blocked ?? (this.#edge.link ? undefined : 'no connection to the edge broker'),
      this.#uplink.isUp ? undefined : 'no connection to the cloud broker',
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
    await this.#spool.close();
  }

  #onReceipt({ id, outcome, reason }: Receipt, { topic, payload }: MqttMessage): void {
    this.#edge.tell(topic, payload); // for people who watch at the edge
    if (this.#spool.complete(id)) {
      this.#meter.receipt(outcome);
      this.#settle(id, outcome, reason);
    } else {
      this.#meter.badReceipt('unknown');
    }
  }

  #onDamaged(id: string): void {
    this.#log.error({ id }, 'a spooled payload is damaged on disk; it is lost');
    this.#spool.complete(id);
    this.#meter.dropped('damaged');
    this.#settle(id, 'dropped', 'damaged');
  }

  #settle(id: string, outcome: Outcome, reason?: string): void {
    this.#inFlight.settle(id);
    this.#hooks.onSettled?.(id, outcome, reason);
  }

  #tellBoth(topic: string, payload: string): void {
    this.#edge.tell(topic, payload, true);
    this.#uplink.tell(topic, payload);
  }
}

function startInFlight({ windowBytes, resendAfterSeconds }: ForwarderConfig, spool: Spool): InFlight {
  const inFlight = new InFlight({ windowBytes, resendAfterMs: resendAfterSeconds * 1_000, policy: complete });
  for (const entry of spool.entries()) inFlight.add(entry);
  return inFlight;
}

function sayWhatWasFound(spool: Spool, log: Logger): void {
  const { entries, payloadBytes } = spool.counts();
  const { damaged, tornBytes } = spool.recovery;
  if (entries > 0) log.info({ entries, bytes: payloadBytes }, 'shots from before wait to be sent');
  if (tornBytes > 0) log.warn({ bytes: tornBytes }, 'the last write before the end was cut off; it was not promised');
  if (damaged > 0) log.error({ records: damaged }, 'records of the spool are damaged and lost');
}
