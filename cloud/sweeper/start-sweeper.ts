import { redactUrls } from '@vedette/core/observe';
import { READY, type Service, type ServiceContext, settlesWithin } from '@vedette/core/run';
import { openBucket, openCatalog, type RetentionSetup } from '@vedette/store';
import { Sweeper } from './sweeper.ts';

export interface SweeperSetup extends RetentionSetup {
  readonly catalogUrl: string;
  readonly catalogPassword?: string | undefined;
  readonly everyMs: number;
}

/** How long `stop` waits: a disk, or a server, may hold a call for ever. */
const STOP_MS = 5_000;

/**
 * Removes what has had its time, now and then: at once, and again after `everyMs`. It is always ready, since a sweep that waits
 * for a person is no reason to start it anew. Rejects with ConfigError, or ResourceError where bucket or catalog cannot be
 * opened.
 */
export async function startSweeper(setup: SweeperSetup, { log, metrics }: ServiceContext): Promise<Service> {
  const bucket = await openBucket(setup.bucketUrl);
  const catalog = await openCatalog(setup.catalogUrl, { password: setup.catalogPassword, mayBeAway: true }).catch(
    async (error) => {
      await bucket.close();
      throw error;
    },
  );
  const stop = new AbortController();
  const sweeper = new Sweeper(setup, { log, metrics }, { bucket, catalog, signal: stop.signal });
  log.info(`sweeps ${redactUrls(bucket.url)} every ${setup.everyMs / 60_000} minutes`);
  const running = sweeper.run();
  const end = async () => {
    stop.abort();
    const closed = running.then(() => Promise.all([bucket.close(), catalog.close()]));
    if (await settlesWithin(STOP_MS, closed)) return;
    log.error('bucket or catalog does not answer, and is left as it is; the next sweep goes on');
  };
  let stopped: Promise<void> | undefined;
  return {
    name: 'sweeper',
    ready: () => READY,
    stop: () => {
      stopped ??= end();
      return stopped;
    },
  };
}
