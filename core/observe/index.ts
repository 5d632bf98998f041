export { CountedLog } from './counted-log.ts';
export { type ObserveOptions, type ObserveServer, serveObservation } from './http.ts';
export { createLogger, type Logger, type LogOptions } from './logger.ts';
export { createMetrics, type Metrics, mergeMetrics } from './metrics.ts';
export { redactUrls } from './redact-urls.ts';
