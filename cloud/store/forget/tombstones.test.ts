import { join } from 'node:path';
import { sampleShot, temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { Bucket } from '../bucket/bucket.ts';
import { openBucket } from '../bucket/open-bucket.ts';
import { type EraseRule, isCovered } from './rule.ts';
import { expectToldAgain } from './tombstones.testing.ts';
import { openTombstones, writeTombstone } from './tombstones.ts';

const shot = sampleShot();
const LATER = { v: 1, erasedAt: shot.at + 1 } as const;

async function opened(url = `file:${join(temporaryFolder(), 'bucket')}`): Promise<Bucket> {
  const bucket = await openBucket(url);
  onTestFinished(() => bucket.close());
  return bucket;
}

test.each([
  [{ device: 'jetson-1' }, true],
  [{ device: 'jetson-2' }, false],
  [{ device: 'jetson-1', site: 'barn' }, false],
  [{ site: 'home', device: 'jetson-1', camera: 'door', session: 'b00t', track: 't1' }, true],
  [{ track: 't1', session: 'another' }, false],
  [{ track: 't2' }, false],
  [{ from: shot.at, to: shot.at + 1 }, true],
  [{ from: shot.at + 1, to: shot.at + 2 }, false],
  [{ from: 0, to: shot.at }, false],
  [{ to: shot.at + 1, device: 'jetson-1', track: 't1' }, true],
  [{}, true],
] as const)('the rule %j is about the sample: %s', (rule, covers) => {
  expect(isCovered({ ...LATER, ...rule }, shot)).toBe(covers);
});

test('without an end a rule is about what was captured before it, with one about what will be, too', () => {
  const rule: EraseRule = { v: 1, device: 'jetson-1', erasedAt: shot.at };
  expect(isCovered(rule, shot)).toBe(false);
  expect(isCovered(rule, { ...shot, at: shot.at - 1 })).toBe(true);
  expect(isCovered({ ...rule, to: shot.at + 1 }, shot)).toBe(true);
});

test('without an end a rule is about no more than some sessions of those whose clock was suspect', () => {
  const suspect = { ...shot, at: 1_000, clock: { suspect: true } };
  const rule: EraseRule = { ...LATER, device: 'jetson-1' };
  const known: EraseRule = { ...rule, suspectSessions: [shot.session] };
  expect(isCovered(known, suspect)).toBe(true);
  expect(isCovered(known, { ...suspect, session: 'another' })).toBe(false);
  expect(isCovered(known, { ...suspect, device: 'jetson-2' })).toBe(false);
  expect(isCovered({ ...known, suspectSessions: [] }, shot)).toBe(true);
  expect(isCovered(rule, { ...suspect, session: 'another' })).toBe(true);
  expect(isCovered({ ...known, suspectSessions: [], from: 0, to: 2_000 }, suspect)).toBe(true);
});

test('what is not known of a shot, no rule that names it is about', () => {
  expect(isCovered(LATER, { at: shot.at })).toBe(true);
  for (const name of ['site', 'device', 'camera', 'session', 'track'] as const) {
    expect(isCovered({ ...LATER, [name]: '' }, { at: shot.at })).toBe(false);
  }
});

test('a shot without a track is in no rule about one', () => {
  const { track: _, ...untracked } = shot;
  expect(isCovered({ ...LATER, track: 't1' }, untracked)).toBe(false);
  expect(isCovered(LATER, untracked)).toBe(true);
});

test('a rule is told from when it is written until it is removed', async () => {
  await expectToldAgain(await opened());
});

test('many who ask at once cost one look, and an answer is kept while it is fresh', async () => {
  const bucket = await opened();
  let looks = 0;
  const list: Bucket['list'] = (prefix, options) => {
    looks += 1;
    return bucket.list(prefix, options);
  };
  const tombstones = openTombstones({ get: (key) => bucket.get(key), list }, { freshMs: 3_600_000 });
  await Promise.all(Array.from({ length: 50 }, () => tombstones.covering(shot)));
  await writeTombstone(bucket, LATER);
  expect([await tombstones.covering(shot), looks]).toEqual([undefined, 1]);
});

test('what cannot be read lets nothing pass, and other objects there are no rules', async () => {
  const bucket = await opened();
  const tombstones = openTombstones(bucket, { freshMs: 0 });
  await bucket.putIfAbsent('tombstones/README.txt', Buffer.from('why'), { contentType: 'text/plain' });
  expect(await tombstones.covering(shot)).toBeUndefined();
  for (const text of ['{', '{"v":2,"erasedAt":1}', `{"v":1,"erasedAt":1,"label":"face"}`]) {
    await bucket.putIfAbsent('tombstones/odd.json', Buffer.from(text), { contentType: 'application/json' });
    await expect(tombstones.covering(shot)).rejects.toMatchObject({
      name: 'ResourceError',
      message: expect.stringContaining('tombstones/odd.json'),
    });
    await bucket.remove('tombstones/odd.json');
  }
  expect(await tombstones.covering(shot)).toBeUndefined();
});
