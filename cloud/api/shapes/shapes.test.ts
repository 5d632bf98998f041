import { temporaryFolder } from '@vedette/core/testing';
import { openBucket } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { readPrefer } from '../jobs/read-prefer.ts';
import { listFolder } from './list-folder.ts';
import { readRange } from './read-range.ts';
import { isoOf, microsOf } from './times.ts';

test.each([
  ['2026-11-20T22:38:28.123456Z', 1_795_214_308_123_456],
  ['2026-11-20T22:38:28Z', 1_795_214_308_000_000],
  ['2026-11-20T22:38Z', 1_795_214_280_000_000],
  ['2026-11-21T00:38:28.5+02:00', 1_795_214_308_500_000],
  ['1795214308123456', 1_795_214_308_123_456],
])('%s is a time', (text, micros) => {
  expect(microsOf(text)).toBe(micros);
  expect(microsOf(isoOf(micros))).toBe(micros);
});

test.each(['', '2026-11-20', '2026-11-20T22:38:28', '2026-13-01T00:00:00Z', 'now', '-5', '1e9'])(
  '%j is no time',
  (text) => {
    expect(microsOf(text)).toBeUndefined();
  },
);

test.each([
  ['bytes=0-3', { from: 0, bytes: 4 }],
  ['bytes=6-', { from: 6, bytes: 4 }],
  ['bytes=-3', { from: 7, bytes: 3 }],
  ['bytes=-30', { from: 0, bytes: 10 }],
  ['bytes=8-99', { from: 8, bytes: 2 }],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=3-2', undefined],
  ['bytes=0-1,4-5', undefined],
  ['lines=0-1', undefined],
  ['bytes=-', undefined],
  [undefined, undefined],
])('of ten bytes, %s is %j', (header, range) => {
  expect(readRange(header, 10)).toEqual(range);
});

test.each([
  ['wait=10', 10_000],
  ['respond-async, wait=3', 3_000],
  ['wait="2"; foo', 2_000],
  ['wait=999', 30_000],
  ['waiting=5', 0],
  ['', 0],
  [undefined, 0],
])('by %j a client waits %i ms', (header, ms) => {
  expect(readPrefer(header)).toBe(ms);
});

test('a folder is listed page after page, with what lies deeper as one folder', async () => {
  const bucket = await openBucket(`file:${temporaryFolder()}`);
  onTestFinished(() => bucket.close());
  const keys = ['a/1', 'a/2', 'b', 'c/d/1', 'c/e', 'c!', 'd'];
  for (const key of keys) await bucket.putIfAbsent(key, Buffer.from(key), { contentType: 'text/plain' });
  for (const limit of [1, 2, 100]) {
    const all: string[] = [];
    let after: string | undefined;
    do {
      const page = await listFolder(bucket, { prefix: '', delimiter: '/', limit, after });
      expect(page.folders.length + page.objects.length).toBeLessThanOrEqual(limit);
      all.push(...page.folders, ...page.objects.map(({ key }) => key));
      after = page.next;
    } while (after !== undefined);
    expect(all.toSorted()).toEqual(['a/', 'b', 'c!', 'c/', 'd']);
    expect(new Set(all).size).toBe(all.length);
  }
  const deeper = await listFolder(bucket, { prefix: 'c/', delimiter: '/', limit: 10 });
  expect([deeper.folders, deeper.objects.map(({ key }) => key)]).toEqual([['c/d/'], ['c/e']]);
  expect((await listFolder(bucket, { prefix: 'a/', limit: 10 })).objects).toHaveLength(2);
});
