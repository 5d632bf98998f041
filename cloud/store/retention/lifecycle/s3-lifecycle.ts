import { createHash } from 'node:crypto';
import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  type S3Client,
  type LifecycleRule as S3Rule,
} from '@aws-sdk/client-s3';
import { createS3Client } from '../../bucket/s3/s3-client.ts';
import { s3Errors } from '../../bucket/s3/s3-error.ts';
import type { S3Location } from '../../bucket/s3/s3-location.ts';
import type { LifecycleRule } from './lifecycle-rules.ts';

/** Does what `putLifecycle` says. */
export function changeLifecycle(location: S3Location, rules: readonly LifecycleRule[]): Promise<void> {
  return withClient(location, 'set', (client) => change(client, location, rules));
}

/** Does what `readLifecycle` says. */
export async function lifecycleInForce(location: S3Location): Promise<readonly LifecycleRule[]> {
  const rules = await withClient(location, 'read', (client) => readRules(client, location));
  return rules
    .filter(({ ID = '', Status }) => ID.startsWith(ownName(location)) && Status === 'Enabled')
    .map(({ Filter, Expiration }) => ({
      prefix: Filter?.Prefix?.slice(location.prefix.length) ?? '',
      days: Expiration?.Days ?? 0,
    }));
}

async function withClient<T>(
  location: S3Location,
  what: 'set' | 'read',
  work: (client: S3Client) => Promise<T>,
): Promise<T> {
  const client = createS3Client(location);
  try {
    return await s3Errors(location, `${what} the lifecycle of`, () => work(client));
  } finally {
    client.destroy();
  }
}

/** What the names of our rules begin with, of this prefix within the bucket. */
function ownName({ prefix }: S3Location): string {
  return `vedette-${createHash('sha256').update(prefix).digest('hex').slice(0, 8)}-`;
}

async function change(client: S3Client, location: S3Location, rules: readonly LifecycleRule[]): Promise<void> {
  const before = await readRules(client, location);
  const own = ownName(location);
  const others = before.filter(({ ID = '' }) => !ID.startsWith(own));
  const ours = rules.map((rule): S3Rule => toS3(rule, own, location));
  const Rules = [...others, ...ours];
  const Bucket = location.bucket;
  if (Rules.length > 0) {
    await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  } else if (before.length > 0) await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
}

async function readRules(client: S3Client, { bucket }: S3Location): Promise<S3Rule[]> {
  try {
    const { Rules = [] } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
    return Rules;
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchLifecycleConfiguration') return [];
    throw error;
  }
}

/** A name says what the rule is, so that the same rule has the same one. */
function toS3({ prefix, days }: LifecycleRule, own: string, location: S3Location): S3Rule {
  const name = prefix.replaceAll(/[^\w.=-]/g, '_').slice(0, 100);
  const digest = createHash('sha256').update(prefix).digest('hex').slice(0, 8);
  return {
    ID: `${own}${name}-${digest}-${days}d`,
    Status: 'Enabled',
    Filter: { Prefix: location.prefix + prefix },
    Expiration: { Days: days },
  };
}
