import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ApiSetup } from '@vedette/api';
import { bucketUrlOf } from '@vedette/image-sink/config';
import { catalogUrlOf, parseKeyTemplate } from '@vedette/store';
import type { Settings } from './schema.ts';

/** What the API needs of the settings of others. */
export function apiSetup(settings: Settings): ApiSetup {
  const { imageSink, catalog, operations } = settings;
  return {
    bucketUrl: bucketUrlOf(imageSink, settings),
    catalogUrl: catalogUrlOf(catalog, settings),
    catalogPassword: catalog.password,
    template: parseKeyTemplate(imageSink.key),
    operations,
    consoleFolder: consoleFolder(),
  };
}

/** What the console is built to; undefined where it is not installed. */
function consoleFolder(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@vedette/console/package.json')), 'dist');
  } catch {
    return undefined;
  }
}
