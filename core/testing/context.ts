import { createLogger } from '../observe/logger.ts';
import { createMetrics } from '../observe/metrics.ts';
import type { ServiceContext } from '../run/service.ts';

/** A service context for tests: metrics of its own, and silence. */
export function quietContext(): ServiceContext {
  return { log: createLogger({ level: 'silent', format: 'json' }), metrics: createMetrics() };
}
