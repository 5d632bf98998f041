import { bucketUrlOf } from '@vedette/image-sink/config';
import { catalogUrlOf } from '@vedette/store';
import type { WorkerSetup } from '@vedette/worker';
import type { Settings } from './schema.ts';

/** What a worker needs of the settings of others. */
export function workerSetup(settings: Settings): WorkerSetup {
  const { imageSink, catalog, operations } = settings;
  return {
    bucketUrl: bucketUrlOf(imageSink, settings),
    catalogUrl: catalogUrlOf(catalog, settings),
    catalogPassword: catalog.password,
    operations,
  };
}
