import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openBucket } from '../bucket/open-bucket.ts';
import { RADOSGW_ABSENT, radosgw } from '../bucket/s3/radosgw.testing.ts';
import { parseS3Url } from '../bucket/s3/s3-location.ts';
import { putLifecycle } from '../retention/lifecycle/put-lifecycle.ts';
import { expectErased } from './erase.testing.ts';
import { keepsVersions } from './kept-versions.ts';
import { expectToldAgain } from './tombstones.testing.ts';

describe.skipIf(RADOSGW_ABSENT)(`in a bucket on S3${RADOSGW_ABSENT}`, () => {
  const server = radosgw();

  test('a rule is told from when it is written until it is removed', async () => {
    const bucket = await openBucket(server.newPlace());
    onTestFinished(() => bucket.close());
    await expectToldAgain(bucket);
  });

  test.each(['', '&sidecar=true'])('all that a rule is about goes, and nothing else (%s)', async (options) => {
    await expectErased(server.newPlace(options));
  });

  test('a bucket that keeps versions is known', async () => {
    expect(await keepsVersions(server.newPlace())).toBe(false);
    await server.client.send(new CreateBucketCommand({ Bucket: 'versioned' }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await server.client.send(new PutBucketVersioningCommand({ Bucket: 'versioned', VersioningConfiguration }));
    expect(await keepsVersions(`s3://versioned?endpoint=${server.endpoint}`)).toBe(true);
    expect(await keepsVersions(`s3://nowhere?endpoint=${server.endpoint}`)).toBeUndefined();
  });

  test("S3's own rules follow ours of this prefix, and those of others stay", async () => {
    const ours = server.newPlace();
    const theirs = { ID: 'nightly', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 3 } } as const;
    const Bucket = new URL(ours).host;
    const LifecycleConfiguration = { Rules: [theirs] };
    await server.client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    const inForce = async () => {
      const { Rules = [] } = await server.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      return Rules.map(({ Filter, Expiration }) => `${Filter?.Prefix} ${Expiration?.Days}`).sort();
    };
    const { prefix } = parseS3Url(ours);
    const faces = { prefix: 'face/', days: 7 };
    const first = await putLifecycle(ours, [faces, { prefix: 'invalid/', days: 30 }]);
    expect(first).toMatchObject({ put: [expect.any(String), expect.any(String)], removed: [], others: 1 });
    expect(await inForce()).toEqual(['logs/ 3', `${prefix}face/ 7`, `${prefix}invalid/ 30`]);
    expect(await putLifecycle(ours, [faces])).toMatchObject({ put: [first.put[0]], removed: [first.put[1]] });
    await putLifecycle(server.newPlace(), [faces]);
    expect(await inForce()).toHaveLength(3);
    expect(await putLifecycle(ours, [])).toMatchObject({ put: [], removed: [first.put[0]], others: 2 });
    expect(await inForce()).toHaveLength(2);
  });
});
