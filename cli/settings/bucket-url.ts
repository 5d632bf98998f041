import { join, resolve } from 'node:path';
import type { Settings } from './schema.ts';

/** The bucket in force: the one that is set, else a folder of the data folder. */
export function bucketUrl(settings: Settings): string {
  return settings.imageSink.bucket ?? `file:${resolve(join(settings.data, 'bucket'))}`;
}
