import { createLogger, createMetrics, serveObservation } from '@vedette/core/observe';
import { type Service, type ServiceContext, untilSignal } from '@vedette/core/run';
import type { Settings } from './settings/schema.ts';

/** Runs one service with its health and metrics over HTTP, until a signal or until it is done. */
export async function runAlone(
  name: string,
  settings: Settings,
  start: (context: ServiceContext) => Promise<Service & { readonly done?: Promise<void> }>,
): Promise<void> {
  const { level, format } = settings.log;
  const log = createLogger({ level: level === 'auto' ? 'info' : level, format }).child({ service: name });
  const signal = untilSignal();
  const metrics = createMetrics();
  const service = await start({ log, metrics });
  try {
    const http = await serveObservation({ ...settings.http, services: [service], metrics: [metrics] });
    log.info(`health and metrics on http://${settings.http.host}:${http.port}`);
    try {
      await Promise.race([signal, service.done ?? signal]);
    } finally {
      await http.close();
    }
  } finally {
    await service.stop();
  }
  log.info('stopped');
}
