import type { Metrics } from '@vedette/core/observe';
import { Counter, Gauge, Histogram } from 'prom-client';

/** `lost`: another one had it by then; `back`: given back, since bucket or catalog were away, or the worker stops. */
export type Outcome = 'done' | 'failed' | 'retry' | 'lost' | 'back';

/** Counts for Prometheus. */
export class WorkerMeter {
  readonly #jobs;
  readonly #bytes;
  readonly #seconds;
  readonly #inHand;

  constructor(metrics: Metrics) {
    const registers = [metrics];
    const jobs = { name: 'vedette_worker_jobs_total', help: 'Jobs by how they ended here', labelNames: ['outcome'] };
    this.#jobs = new Counter({ ...jobs, registers });
    this.#bytes = new Counter({ name: 'vedette_worker_result_bytes_total', help: 'Bytes of results', registers });
    this.#seconds = new Histogram({
      name: 'vedette_worker_job_seconds',
      help: 'From a job taken to its end',
      buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60],
      registers,
    });
    this.#inHand = new Gauge({ name: 'vedette_worker_in_hand', help: 'Jobs in hand now', registers });
  }

  /** Returns what to call when the job has ended here. */
  begin(): (outcome: Outcome) => void {
    this.#inHand.inc();
    const observe = this.#seconds.startTimer();
    return (outcome) => {
      this.#inHand.dec();
      observe();
      this.#jobs.inc({ outcome });
    };
  }

  made(bytes: number): void {
    this.#bytes.inc(bytes);
  }
}
