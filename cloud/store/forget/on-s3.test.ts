import { describe, expect, onTestFinished, test } from 'vitest';
import { openBucket } from '../bucket/open-bucket.ts';
import { RADOSGW_ABSENT, radosgw } from '../bucket/s3/radosgw.testing.ts';
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
    const { url, setVersioning } = await server.newBucket();
    await setVersioning('Enabled');
    expect(await keepsVersions(url)).toBe(true);
    expect(await keepsVersions(`s3://nowhere?endpoint=${server.endpoint}`)).toBeUndefined();
  });
});
