import { Registry } from 'prom-client';

/** A service's own registry; never prom-client's process-wide one. */
export type Metrics = Registry;

export function createMetrics(): Metrics {
  return new Registry();
}

/** What several services of one process measure, as one page. */
export function mergeMetrics(parts: readonly Metrics[]): Metrics {
  return Registry.merge([...parts]);
}
