import { parseS3Url } from '../../bucket/s3/s3-location.ts';
import type { LifecycleRule } from './lifecycle-rules.ts';

/**
 * Makes the rules of a bucket on S3 that are ours, of this prefix within it, follow from these, and leaves all others. S3 takes
 * all rules at once, so what somebody else changes at the same moment may be lost. Rejects with ConfigError for a URL that
 * is none of S3, and with ResourceError.
 */
export async function putLifecycle(url: string, rules: readonly LifecycleRule[]): Promise<void> {
  const location = parseS3Url(url);
  const { changeLifecycle } = await import('./s3-lifecycle.ts'); // the SDK takes a while to load, and 30 MB
  await changeLifecycle(location, rules);
}

/** The rules of a bucket on S3 that are ours, of this prefix within it, and in force. Rejects as `putLifecycle` does. */
export async function readLifecycle(url: string): Promise<readonly LifecycleRule[]> {
  const location = parseS3Url(url);
  const { lifecycleInForce } = await import('./s3-lifecycle.ts');
  return lifecycleInForce(location);
}
