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
import type { LifecycleChange } from './put-lifecycle.ts';

/** Does what `putLifecycle` says. */
export async function changeLifecycle(location: S3Location, rules: readonly LifecycleRule[]): Promise<LifecycleChange> {
  const client = createS3Client(location);
  try {
    return await s3Errors(location, 'set the lifecycle of', () => change(client, location, rules));
  } finally {
    client.destroy();
  }
}

async function change(
  client: S3Client,
  location: S3Location,
  rules: readonly LifecycleRule[],
): Promise<LifecycleChange> {
  const before = await readRules(client, location);
  const own = `vedette-${createHash('sha256').update(location.prefix).digest('hex').slice(0, 8)}-`;
  const others = before.filter(({ ID = '' }) => !ID.startsWith(own));
  const ours = rules.map((rule): S3Rule => toS3(rule, own, location));
  const names = new Set(ours.map(({ ID }) => ID));
  const removed = before.flatMap(({ ID = '' }) => (ID.startsWith(own) && !names.has(ID) ? [ID] : []));
  const Rules = [...others, ...ours];
  const Bucket = location.bucket;
  if (Rules.length > 0) {
    await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  } else if (before.length > 0) await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
  return { put: ours.map(({ ID = '' }) => ID), removed, others: others.length };
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
