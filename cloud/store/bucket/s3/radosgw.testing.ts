import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { sharedServer } from '@vedette/core/testing';
import { afterAll, beforeAll } from 'vitest';
import { RADOSGW_ABSENT } from './radosgw-server.testing.ts';

export { RADOSGW_ABSENT };

/** The server knows them from its start. */
export const KEYS = {
  accessKeyId: 'testaccesskey0000000',
  secretAccessKey: 'testsecretkey0000000000000000000000000000',
};

/**
 * A bucket for the tests of a file, at the Ceph object gateway of the run; the SDK's credentials in the environment are
 * those of that meanwhile.
 */
export function radosgw() {
  const bucket = `shots-${randomBytes(6).toString('hex')}`;
  let server: { readonly endpoint: string; readonly client: S3Client } | undefined;
  let places = 0;
  const running = () => {
    if (!server) throw new Error('the server is there within tests only');
    return server;
  };
  beforeAll(async () => {
    if (RADOSGW_ABSENT) return;
    const endpoint = `http://127.0.0.1:${await sharedServer('radosgw')}`;
    const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: KEYS });
    server = { endpoint, client };
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    process.env['AWS_ACCESS_KEY_ID'] = KEYS.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = KEYS.secretAccessKey;
  }, 120_000);
  afterAll(() => {
    server?.client.destroy();
    delete process.env['AWS_ACCESS_KEY_ID'];
    delete process.env['AWS_SECRET_ACCESS_KEY'];
  });
  return {
    get endpoint() {
      return running().endpoint;
    },
    /** A bucket of its own, which may keep versions from some time on. */
    async newBucket() {
      const Bucket = `shots-${randomBytes(6).toString('hex')}`;
      const { client, endpoint } = running();
      await client.send(new CreateBucketCommand({ Bucket }));
      const setVersioning = (Status: 'Enabled' | 'Suspended') =>
        client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
      return { url: `s3://${Bucket}?endpoint=${endpoint}`, setVersioning };
    },
    get client() {
      return running().client;
    },
    /** The URL of a bucket at a prefix that nothing was stored under. */
    newPlace: (options = ''): string => `s3://${bucket}/place ${places++}?endpoint=${running().endpoint}${options}`,
  };
}
