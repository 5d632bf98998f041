import type { CommonConfig } from '@vedette/core/config';
import { isLoopback, READY, type Service, type ServiceContext } from '@vedette/core/run';
import { Gate } from './access/gate.ts';
import { refuseUseless } from './access/refuse-useless.ts';
import { ApiMeter } from './api-meter.ts';
import { apiPlugin } from './api-plugin.ts';
import type { ApiConfig } from './config.ts';
import { openParts } from './open-parts.ts';
import { openStores, type Stores } from './open-stores.ts';
import type { ApiSetup } from './setup.ts';

/**
 * Serves what is in bucket and catalog, and the console, over the HTTP server of the process. Rejects with ConfigError, or
 * ResourceError where bucket or catalog cannot be opened.
 */
export async function startApi(
  config: ApiConfig,
  setup: ApiSetup,
  common: CommonConfig,
  context: ServiceContext,
): Promise<Service> {
  const stores = await openStores(setup);
  try {
    return await serve(stores, config, setup, common, context);
  } catch (error) {
    await stores.close(context.log);
    throw error;
  }
}

async function serve(
  stores: Stores,
  config: ApiConfig,
  setup: ApiSetup,
  common: CommonConfig,
  { log, metrics }: ServiceContext,
): Promise<Service> {
  const { tokens } = stores.catalog;
  const { host } = common.http;
  await refuseUseless(host, config.allowAnonymous, tokens);
  const { allowAnonymous = isLoopback(host) ? undefined : false } = config;
  const gate = new Gate({ tokens, allowAnonymous });
  if (await gate.isOpen().catch(() => false)) log.info('whoever can reach the API needs no token');
  const { parts, close } = await openParts(stores, config, setup, common, log);
  const end = async () => {
    await close();
    await stores.close(log);
  };
  let stopped: Promise<void> | undefined;
  return {
    name: 'api',
    http: apiPlugin({
      ...{ parts, gate, origins: { host, allowed: config.corsOrigins } },
      meter: new ApiMeter(metrics, () => parts.arrivals.listeners),
      ...{ requestsPerMinute: config.requestsPerMinute, consoleFolder: setup.consoleFolder },
    }),
    ready: () => READY,
    stop: () => {
      stopped ??= end();
      return stopped;
    },
  };
}
