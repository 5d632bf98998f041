import { resolve } from 'node:path';
import { ConfigError } from '@vedette/core/errors';
import { redactUrls } from '@vedette/core/observe';
import type { Bucket } from './bucket.ts';
import { openDirectoryBucket } from './directory-bucket.ts';

export interface OpenOptions {
  /** Makes the bucket where there is none; a reader, which only looks, says false. */
  readonly create?: boolean;
}

/** Opens the bucket that a URL names: `file:PATH`. Rejects with ConfigError or ResourceError. */
export async function openBucket(url: string, { create = true }: OpenOptions = {}): Promise<Bucket> {
  return openDirectoryBucket(folderOf(url), { create });
}

/** Throws ConfigError for what names no bucket that can be opened here; touches nothing. */
export function checkBucketUrl(url: string): void {
  folderOf(url);
}

/** The absolute path of a directory bucket; PATH is taken as it stands. Throws ConfigError. */
function folderOf(url: string): string {
  if (url.startsWith('s3://')) {
    throw new ConfigError(`this version stores in a directory only, not in ${redactUrls(url)}; give file:PATH`);
  }
  const [, path = ''] = /^file:(.+)$/s.exec(url) ?? [];
  const hasHost = path.startsWith('//') && !path.startsWith('///');
  if (path === '' || hasHost || path.includes('\0')) {
    throw new ConfigError(
      `${JSON.stringify(redactUrls(url))} is no bucket; give file:PATH (file:data/bucket, file:/srv/bucket or file:///srv/bucket)`,
    );
  }
  return resolve(path);
}
