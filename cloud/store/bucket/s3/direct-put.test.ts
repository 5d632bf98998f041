import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DirectPut } from './direct-put.ts';
import { RADOSGW_ABSENT, radosgw } from './radosgw.testing.ts';
import { addressOf, parseS3Url } from './s3-location.ts';
import { opened, server } from './told-server.testing.ts';

const BODY = Buffer.from('seen');
const JPEG = { contentType: 'image/jpeg' };
const REFUSED = [412, 'PreconditionFailed'] as const;
const PROBED = [[200], REFUSED, REFUSED] as const;

describe.skipIf(RADOSGW_ABSENT)(`S3, by Ceph's radosgw${RADOSGW_ABSENT}, takes what comes directly`, () => {
  const gateway = radosgw();
  const md5 = createHash('md5').update(BODY).digest('base64');
  const input = (key: string) => ({ ...addressOf(parseS3Url(gateway.newPlace()), key), Body: BODY, ContentMD5: md5 });

  test.each(['a b.jpg', 'дверь/カメラ.jpg', '100%/%2e/a+b=c&d?e#f', "quote'/(a)!*~.jpg"])('as %s', async (key) => {
    const direct = new DirectPut(gateway.client);
    const object = { ...input(key), IfNoneMatch: '*' };
    expect(await direct.put(object)).toMatchObject({ status: 200 });
    expect(await direct.put(object)).toMatchObject({ status: 412 });
  });

  test('with all that is said of it', async () => {
    const said = {
      ContentType: 'image/jpeg',
      Tagging: 'team=a&keep=short',
      Metadata: { vedette: '{"a":  "b,\\u00fc"} ' },
    };
    expect(await new DirectPut(gateway.client).put({ ...input('a'), ...said })).toMatchObject({ status: 200 });
  });

  test('and not what came broken', async () => {
    expect(await new DirectPut(gateway.client).put({ ...input('a'), Body: Buffer.from('sean') })).toMatchObject({
      status: 400,
    });
  });
});

test('what is stored, or there, takes one request', async () => {
  const { url, asked } = await server(...PROBED, [200], REFUSED);
  const bucket = await opened(url());
  expect(await bucket.putIfAbsent('a', BODY, JPEG)).toBe('stored');
  expect(await bucket.putIfAbsent('a', BODY, JPEG)).toBe('present');
  expect(asked).toHaveLength(PROBED.length + 2);
});

test.each([[['cut']], [[503]], [[409, 'ConditionalRequestConflict']], [[400, 'RequestTimeTooSkewed']]] as const)(
  'after an answer of %j the SDK has its tries',
  async (answer) => {
    const { url, asked } = await server(...PROBED, answer, [503], [200]);
    const bucket = await opened(url());
    expect(await bucket.putIfAbsent('a', BODY, JPEG)).toBe('stored');
    const tries = asked.slice(PROBED.length).map(({ headers }) => headers['amz-sdk-request']);
    expect(tries).toEqual([undefined, 'attempt=1; max=3', 'attempt=2; max=3']);
  },
);
