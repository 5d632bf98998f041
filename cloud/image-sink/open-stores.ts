import type { CommonConfig } from '@vedette/core/config';
import type { Logger } from '@vedette/core/observe';
import { settlesWithin } from '@vedette/core/run';
import {
  type Bucket,
  type Catalog,
  type CatalogConfig,
  catalogUrlOf,
  openBucket,
  openCatalog,
  openTombstones,
  parseKeyTemplate,
  type Tombstones,
} from '@vedette/store';
import { bucketUrlOf, type ImageSinkConfig } from './config.ts';
import { objectKeeper } from './object-keeper.ts';
import { PackKeeper } from './packs/pack-keeper.ts';
import type { ShotKeeper } from './shot-keeper.ts';

/** How long a close waits: a disk, or a server, may hold a call for ever. */
const CLOSE_MS = 1_000;

/** What every service reads, with where the catalog is. */
export type SinkCommon = CommonConfig & { readonly catalog?: CatalogConfig };

/** Where shots are kept, and where they are written down. */
export interface Stores {
  readonly bucket: Bucket;
  readonly keeper: ShotKeeper;
  readonly catalog: Catalog;
  readonly tombstones: Tombstones;
  /** Says what does not answer, and leaves it as it is. */
  close(log: Logger): Promise<void>;
}

/** Rejects with ConfigError or ResourceError. */
export async function openStores(config: ImageSinkConfig, common: SinkCommon, log: Logger): Promise<Stores> {
  const { packs, concurrency } = config;
  const demands = packs ? { isExclusive: true } : { onWarning: (warning: string) => log.warn(warning) };
  const bucket = await openBucket(bucketUrlOf(config, common), demands);
  try {
    const { catalog: settings = {} } = common;
    const catalog = await openCatalog(catalogUrlOf(settings, common), { password: settings.password, mayBeAway: true });
    const template = parseKeyTemplate(config.key);
    const keeper = packs
      ? new PackKeeper({ ...packs, concurrency, bucket, catalog, template, log })
      : objectKeeper(bucket, template);
    const stores = { bucket, keeper, catalog, tombstones: openTombstones(bucket) };
    return { ...stores, close: (log) => closeAll(stores, log) };
  } catch (error) {
    await bucket.close();
    throw error;
  }
}

async function closeAll({ bucket, keeper, catalog }: Omit<Stores, 'close'>, log: Logger): Promise<void> {
  const ends = {
    bucket: keeper.close().then(() => bucket.close()),
    catalog: catalog.close(),
  };
  for (const [what, end] of Object.entries(ends)) {
    if (await settlesWithin(CLOSE_MS, end)) continue;
    log.error(`the ${what} does not answer, and is left as it is; what it did not finish comes again`);
  }
}
