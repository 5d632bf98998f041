import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, VedetteError } from '@vedette/core/errors';
import type { ServiceContext } from '@vedette/core/run';
import {
  type Bucket,
  type Catalog,
  ClockWatch,
  type LifecycleState,
  type RetentionSetup,
  sweepOnce,
} from '@vedette/store';
import { type Outcome, SweeperMeter } from './sweeper-meter.ts';

/** Whose the sweeping is, of several; it passes on when its holder has missed a turn. */
const LEASE = 'sweeper';

interface Setup extends RetentionSetup {
  readonly everyMs: number;
}

interface Stores {
  readonly bucket: Bucket;
  readonly catalog: Catalog;
  readonly signal: AbortSignal;
}

export class Sweeper {
  readonly #setup: Setup;
  readonly #log: ServiceContext['log'];
  readonly #meter: SweeperMeter;
  readonly #stores: Stores;
  readonly #holder = `${hostname()}:${process.pid}:${randomUUID()}`;
  readonly #clock = new ClockWatch(Date.now(), performance.now());
  #isUnknownSaid = false;
  /** What was said last of a sweep that did not end well. */
  #said: string | undefined;

  constructor(setup: Setup, { log, metrics }: ServiceContext, stores: Stores) {
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
    const { counts, objection } = await sweepOnce(this.#setup, {
      ...this.#stores,
      onLifecycle: (state) => this.#look(state),
      onPlan: ({ shots }) => this.#meter.due(shots.dueShots),
    });
    if (counts) this.#meter.removed(counts);
    if (counts && counts.shots + counts.putAside > 0) this.#log.info(counts, 'removed what has had its time');
    if (objection === undefined) return this.#ended('done', undefined);
    this.#ended(
      'stopped',
      `${objection}; see \`vedette sweep --dry-run\`, and if it is meant, \`vedette sweep --yes\``,
    );
  }

  #look({ stale, unknown }: LifecycleState): void {
    if (stale.length > 0) this.#log.info({ stale }, 'lifecycle rules of the bucket end that follow from none of ours');
    if (unknown !== undefined && !this.#isUnknownSaid)
      this.#log.warn(`whether the bucket has lifecycle rules of ours cannot be told: ${unknown}`);
    this.#isUnknownSaid = unknown !== undefined;
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
