import type { Metrics } from '@vedette/core/observe';
import { Counter, Gauge, Histogram } from 'prom-client';

/** What a sink has done since it started. */
export interface SinkCounts {
  stored: number;
  /** Shots whose object was there already. */
  duplicates: number;
  /** Payloads that were put aside or refused. */
  rejected: number;
}

/** Counts once, for people (`counts`) and for Prometheus. */
export class SinkMeter {
  readonly counts: SinkCounts = { stored: 0, duplicates: 0, rejected: 0 };
  readonly #stored;
  readonly #duplicates;
  readonly #rejected;
  readonly #catalogued;
  readonly #ledgers;
  readonly #bytes;
  readonly #seconds;
  readonly #inWork;

  constructor(metrics: Metrics) {
    const registers = [metrics];
    const counter = (name: string, help: string, labelNames: string[] = []) =>
      new Counter({ name: `vedette_sink_${name}_total`, help, labelNames, registers });
    this.#stored = counter('stored', 'Shots stored');
    this.#duplicates = counter('duplicates', 'Shots that were stored already');
    this.#rejected = counter('rejected', 'Payloads that were put aside, or refused since they were erased', ['reason']);
    this.#catalogued = counter('catalogued', 'Shots stored that were told to the catalog, and its answer', ['outcome']);
    this.#ledgers = counter('ledgers', 'Books of devices that came, and what became of them', ['outcome']);
    this.#bytes = counter('stored_bytes', 'Bytes of the images stored');
    this.#seconds = new Histogram({
      name: 'vedette_sink_store_seconds',
      help: 'From a message taken to its object stored and in the catalog',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60],
      registers,
    });
    this.#inWork = new Gauge({ name: 'vedette_sink_in_work', help: 'Messages in work now', registers });
  }

  /** Returns what to call when the work is done, with whether it ended with a stored object. */
  begin(): (isStored: boolean) => void {
    this.#inWork.inc();
    const observe = this.#seconds.startTimer();
    return (isStored) => {
      this.#inWork.dec();
      if (isStored) observe();
    };
  }

  stored(bytes: number): void {
    this.counts.stored += 1;
    this.#stored.inc();
    this.#bytes.inc(bytes);
  }

  duplicate(): void {
    this.counts.duplicates += 1;
    this.#duplicates.inc();
  }

  rejected(reason: string): void {
    this.counts.rejected += 1;
    this.#rejected.inc({ reason });
  }

  catalogued(outcome: 'added' | 'present' | 'moved' | 'refused'): void {
    this.#catalogued.inc({ outcome });
  }

  ledger(outcome: 'kept' | 'refused' | 'passed over'): void {
    this.#ledgers.inc({ outcome });
  }
}
