import type { FastifyPluginAsync } from 'fastify';
import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';

/** What every service gets from whoever starts it. */
export interface ServiceContext {
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Whether a service can do its work now, and if not, why. */
export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

export const READY: Readiness = { ready: true };

/** A started service. */
export interface Service {
  readonly name: string;
  /** What it serves over the process's HTTP server, besides health and metrics. */
  readonly http?: FastifyPluginAsync;
  ready(): Readiness;
  /** Finishes what is in hand and lets go of everything; safe to call twice. */
  stop(): Promise<void>;
}
