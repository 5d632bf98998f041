import { type CommonConfig, readBrokerLogin } from '@vedette/core/config';
import { READY, type Service, type ServiceContext } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import { openOperator } from '@vedette/operations';
import { openTombstones } from '@vedette/store';
import { Gate } from './access/gate.ts';
import { refuseUseless } from './access/refuse-useless.ts';
import { apiPlugin } from './api-plugin.ts';
import type { ApiConfig } from './config.ts';
import { tellJobs } from './jobs/tell-jobs.ts';
import { Arrivals } from './live/arrivals.ts';
import { openStores, type Stores } from './open-stores.ts';
import type { ApiSetup } from './setup.ts';
import { Links } from './shapes/links.ts';
import { Overview } from './status/overview.ts';
import { StatusWatch } from './status/status-watch.ts';
import { Uploads } from './uploads/uploads.ts';
import { openViews } from './views/open-views.ts';
import { renderOperations } from './views/render-operations.ts';
import { Turns } from './views/turns.ts';
import { viewKey } from './views/view-key.ts';
import { ViewSigner } from './views/view-signer.ts';

/** Requests with uploads that are held in memory at once, and that wait. */
const UPLOADS = { atOnce: 4, waiting: 64 };

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
    await refuseUseless(common.http.host, config.allowAnonymous, stores.catalog.tokens);
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
  { log }: ServiceContext,
): Promise<Service> {
  const { bucket, catalog } = stores;
  const { template, consoleFolder, operations: limits } = setup;
  const login = readBrokerLogin('api.', config.brokerUrl, config);
  const gate = new Gate({ tokens: catalog.tokens, allowAnonymous: config.allowAnonymous });
  if (await gate.isOpen()) log.info('whoever can reach the API needs no token');
  const signer = new ViewSigner(await viewKey(config, catalog.tokens));
  const links = new Links(signer);
  const operator = openOperator(limits);
  const views = openViews(config, common.data, stores, renderOperations(operator, limits.maxOperations));
  const watch = new StatusWatch({
    ...{ url: config.brokerUrl, login, topics: topicsUnder(common.root, common.shotAlias), log },
    onStored: (id) => void arrivals.stored(id),
  });
  const overview = new Overview(catalog, watch);
  const arrivals = new Arrivals({ catalog, links, summary: () => overview.summary(), log });
  const uploads = new Uploads({
    ...{ bucket, catalog, tombstones: openTombstones(bucket), template, limits },
    onStored: (id) => void arrivals.stored(id),
  });
  const ending = new AbortController();
  const telling = tellJobs({ jobs: catalog.jobs, arrivals, links, log, signal: ending.signal });
  let stopped: Promise<void> | undefined;
  const end = async () => {
    ending.abort();
    await Promise.all([watch.close(), telling, operator.close()]);
    await stores.close(log);
  };
  return {
    name: 'api',
    http: apiPlugin({
      parts: {
        bucket,
        catalog,
        links,
        views,
        overview,
        arrivals,
        signer,
        uploads,
        uploadTurns: new Turns(UPLOADS),
        limits,
        log,
      },
      origins: { host: common.http.host, allowed: config.corsOrigins },
      requestsPerMinute: config.requestsPerMinute,
      ...{ gate, consoleFolder },
    }),
    ready: () => READY,
    stop: () => {
      stopped ??= end();
      return stopped;
    },
  };
}
