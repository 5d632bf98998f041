import type { Metrics } from '@vedette/core/observe';
import type { SweepCounts } from '@vedette/store';
import { Counter, Gauge } from 'prom-client';

/** How a sweep ended: `stopped` waits for a person, `clock` passed over a clock that was set. */
export type Outcome = 'done' | 'stopped' | 'clock' | 'failed';

/** Counts for Prometheus. */
export class SweeperMeter {
  readonly #sweeps;
  readonly #shots;
  readonly #putAside;
  readonly #bytes;
  readonly #due;
  readonly #isStopped;

  constructor(metrics: Metrics) {
    const registers = [metrics];
    const counter = (name: string, help: string, labelNames: string[] = []) =>
      new Counter({ name: `vedette_sweeper_${name}_total`, help, labelNames, registers });
    this.#sweeps = counter('sweeps', 'Sweeps by how they ended', ['outcome']);
    this.#shots = counter('removed_shots', 'Shots removed that had had their time');
    this.#putAside = counter('removed_payloads', 'Payloads removed that had been put aside');
    this.#bytes = counter('removed_bytes', 'Bytes of what was removed');
    this.#due = new Gauge({ name: 'vedette_sweeper_due_shots', help: 'Shots due when it last looked', registers });
    this.#isStopped = new Gauge({
      name: 'vedette_sweeper_stopped',
      help: '1 while it removes nothing until a person has looked',
      registers,
    });
  }

  due(shots: number): void {
    this.#due.set(shots);
  }

  ended(outcome: Outcome): void {
    this.#sweeps.inc({ outcome });
    this.#isStopped.set(outcome === 'stopped' ? 1 : 0);
  }

  removed({ shots, putAside, bytes }: SweepCounts): void {
    this.#shots.inc(shots);
    this.#putAside.inc(putAside);
    this.#bytes.inc(bytes);
  }
}
