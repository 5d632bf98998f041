import type { Logger } from '@vedette/core/observe';
import { settlesWithin } from '@vedette/core/run';
import { type Bucket, type Catalog, openBucket, openCatalog } from '@vedette/store';
import type { ApiSetup } from './setup.ts';

/** How long a close waits: a disk, or a server, may hold a call for ever. */
const CLOSE_MS = 5_000;

export interface Stores {
  readonly bucket: Bucket;
  readonly catalog: Catalog;
  /** Says what does not answer, and leaves it as it is. */
  close(log: Logger): Promise<void>;
}

/** Rejects with ConfigError or ResourceError. */
export async function openStores(
  setup: Pick<ApiSetup, 'bucketUrl' | 'catalogUrl' | 'catalogPassword'>,
): Promise<Stores> {
  const bucket = await openBucket(setup.bucketUrl);
  try {
    const catalog = await openCatalog(setup.catalogUrl, { password: setup.catalogPassword, mayBeAway: true });
    return {
      ...{ bucket, catalog },
      async close(log) {
        const closed = Promise.all([bucket.close(), catalog.close()]);
        if (!(await settlesWithin(CLOSE_MS, closed)))
          log.error('bucket or catalog does not answer, and is left as it is');
      },
    };
  } catch (error) {
    await bucket.close();
    throw error;
  }
}
