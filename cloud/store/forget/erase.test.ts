import { randomUUID } from 'node:crypto';
import { describeShot, encodeShot } from '@vedette/core/message';
import { sampleShot } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { expectCountsToFollow } from '../catalog/counts.testing.ts';
import { BEGIN, randomEntries, sampleEntry } from '../catalog/entries.testing.ts';
import { derivedKey } from '../images/derived-key.ts';
import { deadLetterKey } from '../keys/dead-letter-key.ts';
import { invalidKey } from '../keys/invalid-key.ts';
import { expectErased, idsIn, keysIn, RULE, rig, store, storeAll, topics } from './erase.testing.ts';
import { eraseCovered, surveyCovered } from './erase.ts';

test('all that a rule is about goes, whether the catalog knows it or not, and nothing else', async () => {
  await expectErased();
});

test('a track goes with its shots, of one session or of all', async () => {
  const given = await rig();
  const entries = ['s1', 's1', 's2'].map((session, seq) => sampleEntry({ session, seq }));
  await storeAll(given, [...entries, sampleEntry({ session: 's1', track: { id: 't2', phase: 'first', seen: 1 } })]);
  expect(await eraseCovered({ ...RULE, track: 't1', session: 's1' }, given)).toMatchObject({ shots: 2 });
  expect(await eraseCovered({ ...RULE, track: 't1' }, given)).toMatchObject({ shots: 1 });
  expect(await idsIn(given.catalog)).toHaveLength(1);
  await expectCountsToFollow(given.catalog);
});

test('what was made of an image goes with it, and what was to be made is forgotten', async () => {
  const given = await rig();
  const { bucket, catalog } = given;
  const [gone, kept] = [sampleEntry({ site: 'barn' }), sampleEntry({ site: 'home' })];
  await storeAll(given, [gone, kept]);
  for (const { id: image } of [gone, kept]) {
    const key = derivedKey({ image, job: 'job', extension: 'png' });
    await bucket.putIfAbsent(key, Buffer.from('png'), { contentType: 'image/png', describe: () => '{}\n' });
    await catalog.jobs.add({ id: randomUUID(), image, operations: [] }, { maxQueued: 10 });
  }
  await eraseCovered({ ...RULE, site: 'barn' }, given);
  expect((await keysIn(bucket)).filter((key) => key.includes(gone.id))).toEqual([]);
  expect((await keysIn(bucket)).filter((key) => key.includes(kept.id))).toHaveLength(4);
  expect((await catalog.jobs.list()).items.map(({ image }) => image)).toEqual([kept.id]);
});

test('what was made of an image that is gone goes by what is said of that, or is told', async () => {
  const given = await rig();
  const { bucket } = given;
  const shotBy = (device: string) => sampleEntry({ device });
  const [there, forgotten, gone, other] = [shotBy('pole'), shotBy('pole'), shotBy('pole'), shotBy('gate')];
  await storeAll(given, [there, forgotten]);
  await given.catalog.remove([forgotten.id]);
  const put = async (image: string, said: object) => {
    const key = derivedKey({ image, job: 'job', extension: 'png' });
    await bucket.putIfAbsent(key, Buffer.from('png'), {
      contentType: 'image/png',
      describe: () => JSON.stringify(said),
    });
    return key;
  };
  for (const of of [there, forgotten, gone, other]) await put(of.id, { of });
  const untold = await put('nobody', {});
  const rule = { ...RULE, device: 'pole' };
  expect((await surveyCovered(rule, given)).counts).toMatchObject({ shots: 2, derived: 1, untold: 1 });
  expect(await eraseCovered(rule, given)).toMatchObject({ shots: 2, derived: 1, untold: 1 });
  expect(given.untold).toEqual([untold, untold]);
  const left = (await keysIn(bucket)).filter((key) => !key.endsWith('.json')).sort();
  expect(left).toEqual([derivedKey({ image: other.id, job: 'job', extension: 'png' }), untold].sort());
});

test('without a catalog the descriptions tell all', async () => {
  const { catalog: _, ...given } = await rig();
  const entries = randomEntries(40, 43);
  await Promise.all(entries.map((entry) => store(given.bucket, entry)));
  const counts = await eraseCovered({ ...RULE, site: 'home' }, given);
  const home = entries.filter(({ site }) => site === 'home').length;
  expect(counts).toMatchObject({ shots: home, uncataloged: home });
  expect(await keysIn(given.bucket)).toHaveLength(2 * (40 - home));
});

test('a run that was cut short is finished by the next', async () => {
  const given = await rig();
  const entries = randomEntries(80, 47);
  await storeAll(given, entries);
  const stop = new AbortController();
  let removed = 0;
  const remove = async (key: string) => {
    removed += 1;
    if (removed === 20) stop.abort();
    return given.bucket.remove(key);
  };
  await eraseCovered(RULE, { ...given, bucket: { ...given.bucket, remove }, signal: stop.signal });
  expect(await idsIn(given.catalog)).toHaveLength(80);
  expect((await keysIn(given.bucket)).length).toBeLessThan(160);
  await eraseCovered(RULE, given);
  expect([await idsIn(given.catalog), await keysIn(given.bucket)]).toEqual([[], []]);
  expect((await given.catalog.forgotten()).reduce((sum, { shots }) => sum + shots, 0)).toBe(80);
});

test('what was put aside goes by its topic, or by the shot that it is', async () => {
  const given = await rig();
  const { bucket } = given;
  const putAside = async (digit: string, payload: Buffer, said: object) => {
    const key = deadLetterKey(digit.repeat(64));
    const describe = () => JSON.stringify({ key, reason: 'text', receivedAt: BEGIN, ...said });
    await bucket.putIfAbsent(key, payload, { contentType: 'application/octet-stream', describe });
    return key;
  };
  const topic = topics.shot({ site: 'home', device: 'jetson-1', camera: 'door' });
  const gone = [
    await putAside('a', Buffer.from('no shot'), { topic }),
    await putAside('b', encodeShot(sampleShot()), { topic: 'an/alias' }),
  ];
  const kept = [
    await putAside('c', Buffer.from('no shot'), { topic: topic.replace('jetson-1', 'another') }),
    await putAside('d', Buffer.from('no shot'), { topic, receivedAt: RULE.erasedAt }),
    await putAside('e', encodeShot(sampleShot({ device: 'another' })), { topic: 'an/alias' }),
  ];
  expect(await eraseCovered({ ...RULE, device: 'jetson-1' }, given)).toMatchObject({ shots: 0, putAside: gone.length });
  expect((await keysIn(bucket)).filter((key) => key.endsWith('.bin'))).toEqual(kept);
  expect(await eraseCovered({ ...RULE, track: 't1' }, given)).toMatchObject({ putAside: 1 });
});

test('a picture that was put aside goes by its time where it has no place, and is told where nothing is said of it', async () => {
  const given = await rig();
  const { bucket } = given;
  const invalid = (day: string) => `invalid/undecodable/dt=${day}/${'a'.repeat(64)}.jpg`;
  const day = new Date(BEGIN / 1_000).toISOString().slice(0, 10);
  const put = (key: string, describe?: () => string) =>
    bucket.putIfAbsent(key, Buffer.from('cut off'), { contentType: 'image/jpeg', ...(describe && { describe }) });
  await put(invalid(day), () => JSON.stringify({ reason: 'undecodable', topic: 'an/alias', receivedAt: BEGIN }));
  const [same, other] = [invalid(day).replace('aaa.jpg', 'bbb.jpg'), invalid('2020-01-01')];
  for (const key of [same, other]) await put(key);
  const between = { ...RULE, from: BEGIN, to: BEGIN + 1 };
  expect(await eraseCovered({ ...between, device: 'jetson-1' }, given)).toMatchObject({ putAside: 0, untold: 1 });
  expect(await eraseCovered(between, given)).toMatchObject({ putAside: 1, untold: 1 });
  expect(given.untold).toEqual([same, same]);
  expect(await keysIn(bucket)).toEqual([other, same]);
});

test('of suspect times an open-ended erase takes the sessions that its survey has found, and no later one', async () => {
  const given = await rig();
  const suspect = { at: 1_000_000, clock: { offsetMs: null, suspect: true } } as const;
  const early = ['s1', 's2'].map((session) => sampleEntry({ ...suspect, session, device: 'board' }));
  await storeAll(given, [...early.slice(1), sampleEntry({ ...suspect, session: 's0', device: 'another' })]);
  await Promise.all(early.slice(0, 1).map((entry) => store(given.bucket, entry)));
  const rule = { ...RULE, device: 'board' };
  const { suspectSessions } = await surveyCovered(rule, given);
  expect([...suspectSessions].sort()).toEqual(['s1', 's2']);
  const late = sampleEntry({ ...suspect, session: 's3', device: 'board' });
  await storeAll(given, [late]);
  expect(await eraseCovered({ ...rule, suspectSessions }, given)).toMatchObject({ shots: 2 });
  expect(await keysIn(given.bucket)).toContain(late.key);
});

test('of suspect times what was put aside goes, whether or not a shot of its session was stored', async () => {
  const given = await rig();
  const { bucket } = given;
  const shot = sampleShot({ at: 1_000_000, clock: { offsetMs: null, suspect: true }, session: 's9', device: 'board' });
  const picture = invalidKey({ reason: 'too-large', at: shot.at, sha256: 'b'.repeat(64), extension: 'jpg' });
  const said = { ...describeShot(shot), reason: 'too-large', topic: topics.shot(shot), receivedAt: BEGIN };
  const describe = () => JSON.stringify(said);
  await bucket.putIfAbsent(picture, Buffer.from('too large'), { contentType: 'image/jpeg', describe });
  const letter = deadLetterKey('a'.repeat(64));
  const payload = Buffer.from(encodeShot({ ...shot, session: 's8' }));
  await bucket.putIfAbsent(letter, payload, { contentType: 'application/octet-stream' });
  const rule = { ...RULE, device: 'board' };
  const { counts, suspectSessions } = await surveyCovered(rule, given);
  expect([counts.putAside, suspectSessions.sort()]).toEqual([2, ['s8', 's9']]);
  expect(await eraseCovered({ ...rule, suspectSessions: [] }, given)).toMatchObject({ putAside: 0 });
  expect(await eraseCovered({ ...rule, suspectSessions }, given)).toMatchObject({ putAside: 2, untold: 0 });
  expect(await keysIn(bucket)).toEqual([]);
});

test('an image that nothing is said of goes by its key, or is told; and a foreign object stays', async () => {
  const given = await rig();
  const { bucket } = given;
  const put = (key: string, body = 'x') => bucket.putIfAbsent(key, Buffer.from(body), { contentType: 'image/jpeg' });
  const { key } = sampleEntry({ device: 'pole' });
  for (const name of [key, sampleEntry({ device: 'gate' }).key, 'holiday.jpg', 'notes.txt']) await put(name);
  await put('odd.json', `{"site":7,"at":${BEGIN}}`);
  await put(`${sampleEntry({ device: 'pole' }).key}.json`, JSON.stringify(sampleEntry({ device: 'pole' })));
  expect(await eraseCovered({ ...RULE, device: 'pole', track: 'none' }, given)).toMatchObject({ shots: 0, untold: 2 });
  expect(given.untold.sort()).toEqual([key, 'holiday.jpg']);
  expect(await eraseCovered({ ...RULE, device: 'pole' }, given)).toMatchObject({ shots: 2, untold: 1 });
  expect(await keysIn(bucket)).toHaveLength(4);
  expect(await eraseCovered({ ...RULE, from: 0 }, given)).toMatchObject({ shots: 1 });
  expect(await keysIn(bucket)).toEqual(['holiday.jpg', 'notes.txt', 'odd.json']);
});
