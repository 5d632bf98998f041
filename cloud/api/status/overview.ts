import type { Catalog } from '@vedette/store';
import type { DeviceAnswer } from './describe-device.ts';
import { listDevices } from './list-devices.ts';
import { readLedger } from './read-ledger.ts';
import type { StatusWatch } from './status-watch.ts';
import { type Summary, summarize } from './summarize.ts';

/** Everybody who asks within this time gets the same answer. */
const KEEP_MS = 2_000;
const HOUR = 3_600_000_000;
const ROWS = 50_000;

/** How all devices are, and the whole in one sentence. */
export class Overview {
  readonly #catalog: Pick<Catalog, 'cameras' | 'ledger' | 'forgotten'>;
  readonly #watch: Pick<StatusWatch, 'heard' | 'fault'>;
  #summary: Promise<Summary> | undefined;
  #madeAt = Number.NEGATIVE_INFINITY;

  constructor(catalog: Pick<Catalog, 'cameras' | 'ledger' | 'forgotten'>, watch: Pick<StatusWatch, 'heard' | 'fault'>) {
    this.#catalog = catalog;
    this.#watch = watch;
  }

  async devices(): Promise<DeviceAnswer[]> {
    return listDevices(this.#watch.heard(), await this.#catalog.cameras(), Date.now());
  }

  summary(): Promise<Summary> {
    if (this.#summary && performance.now() - this.#madeAt < KEEP_MS) return this.#summary;
    this.#madeAt = performance.now();
    this.#summary = this.#summarize();
    return this.#summary;
  }

  async #summarize(): Promise<Summary> {
    const now = Date.now();
    const [devices, books] = await Promise.all([
      this.devices(),
      readLedger(this.#catalog, { from: now * 1_000 - HOUR, limit: ROWS }, now),
    ]);
    return summarize({ devices, ledger: books.items, brokerFault: this.#watch.fault });
  }
}
