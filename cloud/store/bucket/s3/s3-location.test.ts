import { expect, test } from 'vitest';
import { parseS3Url } from './s3-location.ts';

test('a bucket at Amazon needs no more than its name', () => {
  expect(parseS3Url('s3://shots')).toEqual({
    ...{ url: 's3://shots', bucket: 'shots', prefix: '', pathStyle: false, sidecar: false },
  });
});

test('a prefix ends in a slash, whatever was given', () => {
  for (const path of ['a/b', 'a/b/', '/a/b//']) expect(parseS3Url(`s3://shots/${path}`).prefix).toBe('a/b/');
  expect(parseS3Url('s3://shots/a%20b').prefix).toBe('a b/');
});

test('another server is asked by path', () => {
  const url = 's3://shots?endpoint=http://127.0.0.1:9000&region=eu-1&encryption=AES256&tags=a=b%26c=d&sidecar=true';
  expect(parseS3Url(url)).toMatchObject({
    endpoint: 'http://127.0.0.1:9000',
    region: 'eu-1',
    encryption: 'AES256',
    tags: 'a=b&c=d',
    pathStyle: true,
    sidecar: true,
  });
  expect(parseS3Url(`${url}&pathStyle=false`).pathStyle).toBe(false);
});

test.each([
  ['s3://', 'BUCKET'],
  ['s3://Shots', 'no name'],
  ['s3://a', 'no name'],
  ['s3://shots?endpoint=127.0.0.1', 'endpoint'],
  ['s3://shots?endpoint=ftp://x', 'endpoint'],
  ['s3://shots?regoin=x', '"regoin"'],
  ['s3://shots?pathStyle=yes', 'true or false'],
  ['s3://shots?encryption=rot13', 'AES256'],
  ['s3://shots/100%/x', '%25'],
  ['s3://shots/a//b', 'cannot stand before keys'],
  ['s3://shots/a%2F..%2Fb', 'cannot stand before keys'],
  ['s3://shots/a#b', '%23'],
])('%s is refused, and it says why', (url, reason) => {
  expect(() => parseS3Url(url)).toThrow(expect.objectContaining({ name: 'ConfigError' }));
  expect(() => parseS3Url(url)).toThrow(reason);
});

test('keys in a URL are refused, and not told', () => {
  for (const url of ['s3://key:hunter2@shots', 's3://shots?endpoint=http://key:hunter2@host']) {
    const parse = () => parseS3Url(url);
    expect(parse).toThrow('AWS_ACCESS_KEY_ID');
    expect(parse).not.toThrow('hunter2');
  }
});
