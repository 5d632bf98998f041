import { Writable } from 'node:stream';
import { createLogger } from '../observe/logger.ts';
import { createMetrics } from '../observe/metrics.ts';
import type { ServiceContext } from '../run/service.ts';

export type LogLine = { readonly level: number; readonly msg: string } & Readonly<Record<string, unknown>>;

/** A service context for tests that read the log: its lines from `level` on, as they are written. */
export function loggedContext(level = 'info'): ServiceContext & { readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { log: createLogger({ level, format: 'json' }, destination), metrics: createMetrics(), lines };
}
