import { bucketUrlOf } from '@vedette/image-sink/config';
import { catalogUrlOf, parseKeyTemplate } from '@vedette/store';
import type { SweeperSetup } from '@vedette/sweeper';
import type { Settings } from './schema.ts';

/** What a sweeper needs of the settings of others. */
export function sweeperSetup(settings: Settings): SweeperSetup {
  const { imageSink, catalog, retention, sweeper } = settings;
  const bucketUrl = bucketUrlOf(imageSink, settings);
  return {
    bucketUrl,
    catalogUrl: catalogUrlOf(catalog, settings),
    catalogPassword: catalog.password,
    rules: retention,
    template: parseKeyTemplate(imageSink.key),
    everyMs: sweeper.everyMinutes * 60_000,
    lifecycle: sweeper.lifecycle,
  };
}
