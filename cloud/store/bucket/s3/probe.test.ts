import { expect, test } from 'vitest';
import { openBucket } from '../open-bucket.ts';
import { opened, server } from './told-server.testing.ts';

const REFUSED = [412, 'PreconditionFailed'] as const;
const demands = { isExclusive: true };

test.each([[[501, 'NotImplemented']], [[400, 'InvalidArgument']], [[200]]] as const)(
  'a bucket that answers %j has no conditional writes',
  async (answer) => {
    const { url } = await server(answer);
    await expect(openBucket(url(), demands)).rejects.toThrow('no conditional writes (If-None-Match)');
  },
);

test.each([
  ['ExpiredToken', 400, 'expired'],
  ['AuthorizationHeaderMalformed', 400, 'region=NAME'],
  ['NoSuchBucket', 404, 'create it'],
  ['AccessDenied', 403, 's3:PutObject'],
] as const)('%s ends the start with what to do', async (code, status, hint) => {
  const { url } = await server([status, code]);
  await expect(openBucket(url())).rejects.toThrow(hint);
});

test('a server that has a bad moment is asked again when there is something to store', async () => {
  const { url, asked } = await server([503], [503], [503], [503], [200], REFUSED, REFUSED, [200]);
  const bucket = await opened(url(), demands);
  expect(asked).toHaveLength(4);
  expect(await bucket.putIfAbsent('a', Buffer.from('a'), { contentType: 'image/jpeg' })).toBe('stored');
});

test('two that open a fresh bucket at once do not disturb each other', async () => {
  const { url } = await server([409, 'ConditionalRequestConflict'], [200], REFUSED);
  await opened(url(), demands);
});

test('what is tried is a put like any other', async () => {
  const { url, asked } = await server(REFUSED);
  await opened(url('&encryption=aws:kms&kmsKey=k1&tags=a=b'));
  expect(asked[0]?.headers).toMatchObject({
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': 'k1',
    'x-amz-tagging': 'a=b',
    'content-md5': expect.any(String),
  });
});
