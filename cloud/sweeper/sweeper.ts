import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, VedetteError } from '@vedette/core/errors';
import { nowMicros } from '@vedette/core/message';
import { redactUrls } from '@vedette/core/observe';
import { READY, type Service, type ServiceContext, settlesWithin } from '@vedette/core/run';
import {
  type Bucket,
  type Catalog,
  ClockWatch,
  objectionTo,
  openBucket,
  openCatalog,
  planSweep,
  putLifecycle,
  type RetentionRule,
  shareWithS3,
  sweep,
  toLifecycle,
  whileAlone,
} from '@vedette/store';
import { type Outcome, SweeperMeter } from './sweeper-meter.ts';

export interface SweeperSetup {
  readonly bucketUrl: string;
  readonly catalogUrl: string;
  readonly catalogPassword?: string | undefined;
  readonly rules: readonly RetentionRule[];
  /** The layout in which shots are stored. */
  readonly template: { readonly text: string };
  readonly everyMs: number;
  /** Leaves to the bucket, which is on S3, what that can remove by itself. */
  readonly lifecycle: boolean;
}

/** Whose the sweeping is, of several; it passes on when its holder has missed a turn. */
const LEASE = 'sweeper';
/** How long `stop` waits: a disk, or a server, may hold a call for ever. */
const STOP_MS = 5_000;

/**
 * Removes what has had its time, now and then: at once, and again after `everyMs`. It is always ready, since a sweep that waits
 * for a person is no reason to start it anew. Rejects with ConfigError, or ResourceError where bucket or catalog cannot be
 * opened.
 */
export async function startSweeper(setup: SweeperSetup, { log, metrics }: ServiceContext): Promise<Service> {
  const bucket = await openBucket(setup.bucketUrl);
  const catalog = await openCatalog(setup.catalogUrl, { password: setup.catalogPassword }).catch(async (error) => {
    await bucket.close();
    throw error;
  });
  const stop = new AbortController();
  const sweeper = new Sweeper(setup, { log, metrics }, { bucket, catalog, signal: stop.signal });
  log.info(`sweeps ${redactUrls(bucket.url)} every ${setup.everyMs / 60_000} minutes`);
  const running = sweeper.run();
  const end = async () => {
    stop.abort();
    const closed = running.then(() => Promise.all([bucket.close(), catalog.close()]));
    if (await settlesWithin(STOP_MS, closed)) return;
    log.error('bucket or catalog does not answer, and is left as it is; the next sweep goes on');
  };
  let stopped: Promise<void> | undefined;
  return {
    name: 'sweeper',
    ready: () => READY,
    stop: () => {
      stopped ??= end();
      return stopped;
    },
  };
}

interface Stores {
  readonly bucket: Bucket;
  readonly catalog: Catalog;
  readonly signal: AbortSignal;
}

class Sweeper {
  readonly #setup: SweeperSetup;
  readonly #log: ServiceContext['log'];
  readonly #meter: SweeperMeter;
  readonly #stores: Stores;
  readonly #holder = `${hostname()}:${process.pid}:${randomUUID()}`;
  readonly #clock = new ClockWatch(Date.now(), performance.now());
  /** What was said last of a sweep that did not end well. */
  #said: string | undefined;

  constructor(setup: SweeperSetup, { log, metrics }: ServiceContext, stores: Stores) {
    this.#setup = setup;
    this.#log = log;
    this.#meter = new SweeperMeter(metrics);
    this.#stores = stores;
  }

  /** Never rejects. */
  async run(): Promise<void> {
    const { signal, catalog } = this.#stores;
    const { everyMs } = this.#setup;
    while (!signal.aborted) {
      await this.#turn().catch((error: unknown) => this.#failed(error));
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
    await catalog.leases.release(LEASE, this.#holder).catch(() => undefined); // it ends by itself
  }

  async #turn(): Promise<void> {
    const { catalog } = this.#stores;
    const jump = this.#clock.look(Date.now(), performance.now());
    if (jump !== undefined) {
      this.#log.warn(`${jump}; nothing is removed until the next sweep`);
      return this.#meter.ended('clock');
    }
    // Half as long again, so that it is still held at the next turn.
    const lease = await catalog.leases.take(LEASE, this.#holder, 1.5 * this.#setup.everyMs);
    if (lease.isOurs) await this.#sweep();
    else this.#log.debug({ holder: lease.holder }, 'another one sweeps');
  }

  async #sweep(): Promise<void> {
    const { bucket, catalog, signal } = this.#stores;
    const { rules, expiring } = await this.#rulesInForce();
    const plan = await planSweep(rules, { bucket, catalog, now: nowMicros(), signal });
    if (signal.aborted) return;
    this.#meter.due(plan.shots.dueShots);
    const objection = objectionTo(plan);
    if (objection !== undefined) {
      const advice = 'see `vedette sweep --dry-run`, and if it is meant, `vedette sweep --yes`';
      return this.#ended('stopped', `nothing is removed: ${objection}; ${advice}`);
    }
    const counts = await whileAlone({ leases: catalog.leases, signal }, (alone) =>
      sweep(plan, { bucket, catalog, expiring, signal: alone }),
    );
    this.#meter.removed(counts);
    this.#ended('done', undefined);
    if (counts.shots + counts.putAside > 0) this.#log.info(counts, 'removed what has had its time');
  }

  /** Put each time: whoever looks after the bucket may have removed them. */
  async #rulesInForce() {
    const { rules, template, lifecycle, bucketUrl } = this.#setup;
    if (!lifecycle) return { rules, expiring: new Set<RetentionRule>() };
    await putLifecycle(
      bucketUrl,
      toLifecycle(rules, template).flatMap((one) => one.lifecycle),
    );
    return shareWithS3(rules, template);
  }

  #failed(error: unknown): void {
    if (this.#stores.signal.aborted) return;
    if (!(error instanceof VedetteError)) this.#log.error({ err: error }, 'a defect ended a sweep');
    this.#ended('failed', `a sweep failed, the next one goes on: ${messageOf(error)}`);
  }

  /** Says what is amiss when that changes. */
  #ended(outcome: Outcome, fault: string | undefined): void {
    this.#meter.ended(outcome);
    if (fault !== undefined && outcome !== this.#said) this.#log.error(fault);
    this.#said = fault === undefined ? undefined : outcome;
  }
}
