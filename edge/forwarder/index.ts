export { type ForwarderConfig, forwarderSchema } from './config.ts';
export { type Forwarder, type ForwarderHooks, startForwarder } from './forwarder.ts';
export type { ForwarderCounts, Outcome } from './meter.ts';
