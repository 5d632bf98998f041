import { type CommonConfig, readBrokerLogin } from '@vedette/core/config';
import type { Logger } from '@vedette/core/observe';
import { Turns } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import { openOperator } from '@vedette/operations';
import { openTombstones } from '@vedette/store';
import type { ApiConfig } from './config.ts';
import { tellJobs } from './jobs/tell-jobs.ts';
import { Arrivals } from './live/arrivals.ts';
import type { Stores } from './open-stores.ts';
import type { RouteParts } from './route-parts.ts';
import type { ApiSetup } from './setup.ts';
import { Links } from './shapes/links.ts';
import { Overview } from './status/overview.ts';
import { StatusWatch } from './status/status-watch.ts';
import { Uploads } from './uploads/uploads.ts';
import { openViews } from './views/open-views.ts';
import { viewKey } from './views/view-key.ts';
import { ViewSigner } from './views/view-signer.ts';

/** Requests with uploads that are held in memory at once, and that wait. */
const UPLOADS = { atOnce: 4, waiting: 64 };

export interface OpenedParts {
  readonly parts: RouteParts;
  /** Lets go of all of them but the stores. */
  close(): Promise<void>;
}

/** Makes what the routes work with, and listens at the broker from then on. Rejects with ConfigError or ResourceError. */
export async function openParts(
  { bucket, catalog }: Stores,
  config: ApiConfig,
  { template, operations: limits }: ApiSetup,
  common: CommonConfig,
  log: Logger,
): Promise<OpenedParts> {
  const login = readBrokerLogin('api.', config.brokerUrl, config);
  const signer = new ViewSigner(() => viewKey(config, catalog.tokens));
  const links = new Links(signer);
  const operator = openOperator(limits);
  const views = openViews(config, common.data, { bucket, catalog, operator, limits });
  const arrivals = new Arrivals({ catalog, links, summary: () => overview.summary(), log });
  const onStored = (id: string) => void arrivals.stored(id);
  const topics = topicsUnder(common.root, common.shotAlias);
  const watch = new StatusWatch({ url: config.brokerUrl, login, topics, log, onStored });
  const overview = new Overview(catalog, watch);
  const uploads = new Uploads({ bucket, catalog, tombstones: openTombstones(bucket), template, limits, onStored });
  const ending = new AbortController();
  const telling = tellJobs({ jobs: catalog.jobs, arrivals, links, log, signal: ending.signal });
  return {
    parts: {
      ...{ bucket, catalog, links, views, overview, arrivals, signer, uploads, limits, log },
      uploadTurns: new Turns(UPLOADS),
    },
    async close() {
      ending.abort();
      await Promise.all([watch.close(), telling, operator.close()]);
    },
  };
}
