import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type CommonConfig, readBrokerLogin } from '@vedette/core/config';
import { READY, type Service, type ServiceContext, settlesWithin } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import { openBucket, openCatalog } from '@vedette/store';
import { apiPlugin } from './api-plugin.ts';
import type { ApiConfig } from './config.ts';
import { Arrivals } from './live/arrivals.ts';
import type { ApiSetup } from './setup.ts';
import { Links } from './shapes/links.ts';
import { Overview } from './status/overview.ts';
import { StatusWatch } from './status/status-watch.ts';
import { renderOperations } from './views/render-operations.ts';
import { Turns } from './views/turns.ts';
import { ViewCache } from './views/view-cache.ts';
import { ViewSigner } from './views/view-signer.ts';
import { Views } from './views/views.ts';

/** How long `stop` waits: a disk, or a server, may hold a call for ever. */
const STOP_MS = 5_000;
const HOUR_MS = 3_600_000;
const WAITING_VIEWS = 1_000;

/**
 * Serves what is in bucket and catalog, and the console, over the HTTP server of the process. Rejects with ConfigError, or
 * ResourceError where bucket or catalog cannot be opened.
 */
export async function startApi(
  config: ApiConfig,
  setup: ApiSetup,
  common: CommonConfig,
  { log }: ServiceContext,
): Promise<Service> {
  const login = readBrokerLogin('api.', config.brokerUrl, config);
  const bucket = await openBucket(setup.bucketUrl);
  const catalog = await openCatalog(setup.catalogUrl, { password: setup.catalogPassword }).catch(async (error) => {
    await bucket.close();
    throw error;
  });
  const signer = new ViewSigner(config.signingKey ? Buffer.from(config.signingKey) : randomBytes(32));
  const links = new Links(signer);
  const watch = new StatusWatch({
    ...{ url: config.brokerUrl, login, topics: topicsUnder(common.root, common.shotAlias), log },
    onStored: (id) => void arrivals.stored(id),
    onStatus: () => undefined,
  });
  const overview = new Overview(catalog, watch);
  const arrivals = new Arrivals({ catalog, links, summary: () => overview.summary(), log });
  const cache = new ViewCache({
    ...{ folder: join(common.data, 'api', 'views'), maxBytes: config.cacheBytes },
    maxAgeMs: config.cacheHours * HOUR_MS,
  });
  const turns = new Turns({ atOnce: config.viewsAtOnce, waiting: WAITING_VIEWS });
  const views = new Views({ bucket, catalog, cache, turns, render: renderOperations });
  const parts = { bucket, catalog, links, views, overview, arrivals, signer, log, maxOperations: 16 };
  let stopped: Promise<void> | undefined;
  const end = async () => {
    await watch.close();
    if (await settlesWithin(STOP_MS, Promise.all([bucket.close(), catalog.close()]))) return;
    log.error('bucket or catalog does not answer, and is left as it is');
  };
  return {
    name: 'api',
    http: apiPlugin({ parts, consoleFolder: setup.consoleFolder }),
    ready: () => READY,
    stop: () => {
      stopped ??= end();
      return stopped;
    },
  };
}
