import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { redactUrls } from '@vedette/core/observe';
import { type Service, type ServiceContext, settlesWithin, Turns } from '@vedette/core/run';
import { type OperationsConfig, openOperator } from '@vedette/operations';
import { openBucket, openCatalog } from '@vedette/store';
import type { WorkerConfig } from './config.ts';
import { trimJobs } from './trim-jobs.ts';
import { Trouble } from './trouble.ts';
import { Worker } from './worker.ts';
import { WorkerMeter } from './worker-meter.ts';

/** What a worker needs of the settings of others. */
export interface WorkerSetup {
  readonly bucketUrl: string;
  readonly catalogUrl: string;
  readonly catalogPassword?: string | undefined;
  readonly operations: OperationsConfig;
}

/** One is read, and one is written, while others are worked on. */
const BESIDE = 2;
/** How long `stop` waits for what is in hand, and then for bucket and catalog, each. */
const STOP_MS = 5_000;

/**
 * Does operations on pictures of the bucket, as the catalog's queue of jobs says, beside any number of other workers.
 * Rejects with ConfigError, or ResourceError where bucket or catalog cannot be opened.
 */
export async function startWorker(
  { atOnce, leaseSeconds, keepJobsDays }: WorkerConfig,
  { bucketUrl, catalogUrl, catalogPassword, operations }: WorkerSetup,
  { log, metrics }: ServiceContext,
): Promise<Service> {
  const bucket = await openBucket(bucketUrl);
  const catalog = await openCatalog(catalogUrl, { password: catalogPassword, mayBeAway: true }).catch(async (error) => {
    await bucket.close();
    throw error;
  });
  const operator = openOperator(operations);
  const stopping = new AbortController();
  const { signal } = stopping;
  const trouble = new Trouble(log);
  const { jobs } = catalog;
  const worker = new Worker({
    ...{ bucket, catalog, operator, jobs, leaseSeconds, trouble, log, signal },
    ...{ turns: new Turns({ atOnce }), inHand: atOnce + BESIDE, maxOperations: operations.maxOperations },
    name: `${hostname()}:${process.pid}:${randomUUID()}`,
    meter: new WorkerMeter(metrics),
  });
  log.info(`takes jobs from ${catalog.url}, and works in ${redactUrls(bucket.url)}`);
  const running = Promise.all([worker.run(), trimJobs(jobs, keepJobsDays, signal)]);

  async function stop(): Promise<void> {
    stopping.abort();
    if (!(await settlesWithin(STOP_MS, running))) await settlesWithin(STOP_MS, worker.giveUp());
    await operator.close();
    const closed = Promise.all([bucket.close(), catalog.close()]);
    if (await settlesWithin(STOP_MS, closed)) return;
    log.error('bucket or catalog does not answer, and is left as it is; another worker does what was in hand');
  }
  let stopped: Promise<void> | undefined;
  return {
    name: 'worker',
    ready: () => trouble.readiness,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
