import { GetObjectTaggingCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { freePort } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { packsContract } from '../../packs/bucket-with-packs.testing.ts';
import { bucketContract } from '../bucket.testing.ts';
import { openBucket } from '../open-bucket.ts';
import { RADOSGW_ABSENT, radosgw } from './radosgw.testing.ts';
import { parseS3Url } from './s3-location.ts';

const JPEG = { contentType: 'image/jpeg' };

describe.skipIf(RADOSGW_ABSENT)(`S3, by Ceph's radosgw${RADOSGW_ABSENT}`, () => {
  const server = radosgw();

  async function fresh(options = '') {
    const url = server.newPlace(options);
    return { bucket: await openBucket(url), again: () => openBucket(url) };
  }
  bucketContract('S3', () => fresh(), { descriptions: 'within' });
  packsContract('S3', () => fresh());
  bucketContract('S3 with sidecars', () => fresh('&sidecar=true'), { descriptions: 'beside' });

  async function opened(options = '') {
    const { bucket } = await fresh(options);
    onTestFinished(() => bucket.close());
    return bucket;
  }

  test('an object says its type, and carries its description with it', async () => {
    const bucket = await opened();
    const description = JSON.stringify({ site: 'Küche "1" 😀' });
    await bucket.putIfAbsent('a.jpg', Buffer.from('a'), { ...JPEG, describe: () => description });
    const head = await server.client.send(new HeadObjectCommand(addressOf(bucket.url, 'a.jpg')));
    expect(head).toMatchObject({ ContentType: 'image/jpeg', ContentLength: 1 });
    expect(JSON.parse(head.Metadata?.['vedette'] ?? '')).toEqual({ site: 'Küche "1" 😀' });
    expect(JSON.parse(String(await bucket.get('a.jpg.json')))).toEqual({ site: 'Küche "1" 😀' });
  });

  test('a description that is too long for that lies beside the object', async () => {
    const bucket = await opened();
    const long = JSON.stringify('x'.repeat(3_000));
    await bucket.putIfAbsent('a.jpg', Buffer.from('a'), { ...JPEG, describe: () => long });
    expect(String(await bucket.get('a.jpg.json'))).toBe(long);
  });

  test('what is large goes up in parts, and only once', async () => {
    const bucket = await opened();
    const large = Buffer.alloc(40_000_000, 'large');
    expect(await bucket.putIfAbsent('large', large, JPEG)).toBe('stored');
    expect(await bucket.putIfAbsent('large', Buffer.alloc(40_000_000), JPEG)).toBe('present');
    expect((await bucket.get('large'))?.equals(large)).toBe(true);
  });

  test('an object has the tags that the URL asks for', async () => {
    const bucket = await opened('&tags=team=a%26keep=short');
    await bucket.putIfAbsent('a', Buffer.from('a'), JPEG);
    const tags = await server.client.send(new GetObjectTaggingCommand(addressOf(bucket.url, 'a')));
    expect(new Map(tags.TagSet?.map(({ Key, Value }) => [Key, Value]))).toEqual(
      new Map([
        ['team', 'a'],
        ['keep', 'short'],
      ]),
    );
  });

  test('a link lets anybody fetch an object for a while', async () => {
    const bucket = await opened();
    await bucket.putIfAbsent('a b.jpg', Buffer.from('a'), JPEG);
    const link = await bucket.linkTo('a b.jpg', 60);
    expect(await (await fetch(link?.url ?? '')).text()).toBe('a');
    expect((await fetch((link?.url ?? '').replace(/\?.*/, ''))).status).toBe(403);
  });

  test('there is a link to what is an object by itself alone', async () => {
    const described = { ...JPEG, describe: () => '{"text":"said"}' };
    const [within, beside] = [await opened(), await opened('&sidecar=true')];
    for (const bucket of [within, beside]) await bucket.putIfAbsent('a.jpg', Buffer.from('a'), described);
    expect(await within.linkTo('a.jpg.json', 60)).toBeUndefined();
    expect(await within.linkTo('b.jpg', 60)).toBeUndefined();
    const link = await beside.linkTo('a.jpg.json', 60);
    expect(await (await fetch(link?.url ?? '')).text()).toBe('{"text":"said"}');
  });

  describe('each fault has its own message', () => {
    const at = (bucket: string) => `s3://${bucket}?endpoint=${server.endpoint}`;
    const withKeys = (id: string, secret: string) => {
      const before = [process.env['AWS_ACCESS_KEY_ID'], process.env['AWS_SECRET_ACCESS_KEY']];
      [process.env['AWS_ACCESS_KEY_ID'], process.env['AWS_SECRET_ACCESS_KEY']] = [id, secret];
      onTestFinished(() => {
        [process.env['AWS_ACCESS_KEY_ID'], process.env['AWS_SECRET_ACCESS_KEY']] = before;
      });
    };
    const refused = (url: string) =>
      openBucket(url).then(
        () => 'opened',
        (error) => `${error.name}: ${error.message}`,
      );

    test('a bucket that is not there', async () => {
      expect(await refused(at('nowhere'))).toMatch(/ResourceError: .*there is no bucket "nowhere"; create it/);
    });

    test('an access key that the server does not know', async () => {
      const url = server.newPlace();
      withKeys('unknown', 'secret');
      expect(await refused(url)).toContain('AWS_ACCESS_KEY_ID');
    });

    test('a bucket whose region nobody says', async () => {
      vi.stubEnv('AWS_REGION', undefined);
      vi.stubEnv('AWS_DEFAULT_REGION', undefined);
      vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
      onTestFinished(() => void vi.unstubAllEnvs());
      expect(await refused('s3://shots')).toContain('give region=NAME in its URL or AWS_REGION');
    });

    test('a wrong secret', async () => {
      const url = server.newPlace();
      withKeys('testaccesskey0000000', 'wrong');
      expect(await refused(url)).toContain('AWS_SECRET_ACCESS_KEY');
    });
  });

  test('a server that is not there is said when it is asked, and may be there later', async () => {
    const port = await freePort();
    const bucket = await openBucket(`s3://shots?endpoint=http://127.0.0.1:${port}`);
    onTestFinished(() => bucket.close());
    const put = () => bucket.putIfAbsent('a', Buffer.from('a'), JPEG);
    await expect(put()).rejects.toThrow(`nothing listens at 127.0.0.1:${port}`);
    await expect(put()).rejects.toMatchObject({ name: 'ResourceError' });
  });
});

function addressOf(url: string, key: string): { Bucket: string; Key: string } {
  const { bucket, prefix } = parseS3Url(url);
  return { Bucket: bucket, Key: prefix + key };
}
