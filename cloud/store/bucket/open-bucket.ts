import { resolve } from 'node:path';
import { ConfigError } from '@vedette/core/errors';
import { redactUrls } from '@vedette/core/observe';
import { withPacks } from '../packs/bucket-with-packs.ts';
import type { Bucket } from './bucket.ts';
import { openDirectoryBucket } from './directory-bucket.ts';
import { parseS3Url } from './s3/s3-location.ts';

export interface OpenOptions {
  /** Makes the bucket where there is none; a reader, which only looks, says false. */
  readonly create?: boolean;
  /**
   * Rejects with ConfigError where the bucket cannot tell two that write an object at once apart, and later each write with
   * ResourceError: what is in packs would be lost. Otherwise it does what it can, and `onWarning` is told.
   */
  readonly isExclusive?: boolean;
  /** Told, at the start or later, what the bucket cannot do that ours relies on, and what that costs, for people. */
  readonly onWarning?: (warning: string) => void;
}

/**
 * Opens the bucket that a URL names: `file:PATH` or `s3://BUCKET/PREFIX`. It shows shots in packs like any other objects.
 * Rejects with ConfigError or ResourceError.
 */
export async function openBucket(url: string, { create = true, ...options }: OpenOptions = {}): Promise<Bucket> {
  return withPacks(await openPlain(url, { create, ...options }));
}

async function openPlain(url: string, options: OpenOptions & { readonly create: boolean }): Promise<Bucket> {
  if (!isS3(url)) return openDirectoryBucket(folderOf(url), options);
  const location = parseS3Url(url);
  const { openS3Bucket } = await import('./s3/s3-bucket.ts'); // the SDK takes a while to load, and 30 MB
  return openS3Bucket(location, options);
}

/** Throws ConfigError for what names no bucket that can be opened here; touches nothing. */
export function checkBucketUrl(url: string): void {
  if (isS3(url)) parseS3Url(url);
  else folderOf(url);
}

function isS3(url: string): boolean {
  return url.startsWith('s3://');
}

/** The absolute path of a directory bucket; PATH is taken as it stands. Throws ConfigError. */
function folderOf(url: string): string {
  const [, path = ''] = /^file:(.+)$/s.exec(url) ?? [];
  const hasHost = path.startsWith('//') && !path.startsWith('///');
  if (path === '' || hasHost || path.includes('\0')) {
    throw new ConfigError(
      `${JSON.stringify(redactUrls(url))} is no bucket; give file:PATH (file:data/bucket, file:/srv/bucket or file:///srv/bucket) or s3://BUCKET/PREFIX`,
    );
  }
  return resolve(path);
}
