import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasPrograms, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { openBucket } from '../bucket/open-bucket.ts';
import { blankInPack } from './blank-in-pack.ts';
import { findPart } from './find-part.ts';
import { memberStem } from './member-name.ts';
import { bytesOf, lyingPack, PACK, said, shotToPack } from './packs.testing.ts';
import { readIndex } from './read-index.ts';
import { packedBytes, writePack } from './write-pack.ts';

const NAMES = [
  '20261120T223828.123456Z-019aa3c5-1f7b-7abc-8def-0123456789ab.jpg',
  'Küche カメラ.1.png',
  `${'x'.repeat(240)}.webp`,
  'hidden.json',
  "it's 100%.jpg",
];
const shots = NAMES.map(shotToPack);

const PYTHON = `
import json, re, sys, tarfile
shots = {}
with tarfile.open(sys.argv[1]) as tar:
    for member in tar:
        if re.match(r'__.*?__(/|$)', member.name):
            continue
        key, extension = re.match(r'^([^.]+)[.](.*)$', member.name).groups()
        shots.setdefault(key, {})[extension] = len(tar.extractfile(member).read())
print(json.dumps(shots))
`;

/** What WebDataset makes of a tar file: files whose names are the same up to the first dot are a sample. */
function samplesIn(file: string): Record<string, Record<string, number>> {
  return JSON.parse(execFileSync('python3', ['-c', PYTHON, file]).toString());
}

async function packed() {
  const folder = temporaryFolder();
  const bucket = await openBucket(`file:${folder}`);
  await bucket.putIfAbsent(PACK, writePack(shots), { contentType: 'application/x-tar' });
  return { bucket, file: join(folder, PACK) };
}

describe('a pack', () => {
  test('has each shot and its description where the index says', async () => {
    const pack = writePack(shots);
    const { bucket } = await packed();
    const read = await readIndex(bucket, PACK);
    for (const { id, name, body, description } of shots) {
      expect(read?.index.shots.find((shot) => shot.id === id)?.name).toBe(name);
      const at = (what: string) => {
        const part = read && findPart(read, what);
        return part && pack.subarray(part.from, part.from + part.bytes);
      };
      expect(at(name)).toEqual(body);
      expect(at(`${name}.json`)?.toString()).toBe(description);
    }
    expect(read && findPart(read, 'nothing.jpg')).toBeUndefined();
  });

  test('is no longer than its shots were said to take, and hardly shorter', () => {
    const sizes = shots.map(({ name, body, description = '' }) => ({
      ...{ name: Buffer.byteLength(name), body: body.length, description: description.length },
    }));
    const expected = sizes.reduce((sum, size) => sum + packedBytes(size), 0);
    const { length } = writePack(shots);
    expect(length).toBeLessThan(expected + 2_048);
    expect(length).toBeGreaterThan(expected * 0.9);
  });

  test.skipIf(!hasPrograms('tar'))('is read by tar (needs tar)', async () => {
    const { file } = await packed();
    const folder = temporaryFolder();
    execFileSync('tar', ['xf', file, '-C', folder]);
    for (const name of NAMES) {
      const extension = name.slice(name.lastIndexOf('.'));
      expect(readFileSync(join(folder, memberStem(name) + extension))).toEqual(bytesOf(name));
    }
    expect(JSON.parse(readFileSync(join(folder, '__index__/shots.json'), 'utf8')).shots).toHaveLength(shots.length);
  });

  test.skipIf(!hasPrograms('python3'))(
    "is grouped by WebDataset's rule, in Python's tarfile (needs python3)",
    async () => {
      const { file } = await packed();
      const samples = samplesIn(file);
      expect(Object.keys(samples)).toEqual(NAMES.map(memberStem));
      for (const { name, body, description = '' } of shots) {
        const extension = name.slice(name.lastIndexOf('.') + 1);
        const json = description && { json: Buffer.byteLength(description) };
        expect(samples[memberStem(name)]).toEqual({ ...json, [extension]: body.length });
      }
    },
  );

  test('that is longer than a first read has room for in its index is read whole', async () => {
    const many = Array.from({ length: 2_000 }, (_, i) => shotToPack(`${i}.jpg`));
    const bucket = await openBucket(`file:${temporaryFolder()}`);
    await bucket.putIfAbsent(PACK, writePack(many), { contentType: 'application/x-tar' });
    expect((await readIndex(bucket, PACK))?.index.shots.map(({ name }) => name)).toEqual(many.map(({ name }) => name));
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no tar', Buffer.alloc(2_000, 'x')],
    ['a tar that was cut off in its index', writePack(shots).subarray(0, 700)],
    [
      'an index of a later version',
      Buffer.from(writePack(shots).toString('latin1').replace('"v":1', '"v":2'), 'latin1'),
    ],
    ['an index that is no JSON', Buffer.from(writePack(shots).toString('latin1').replace('{"v"', '["v"'), 'latin1')],
    ['an index that is too long', writePack([{ ...shotToPack('1.jpg'), id: 'x'.repeat(5e6) }])],
    [
      'an index of too many',
      lyingPack(Array.from({ length: 20_001 }, (_, i) => said(`${i}.jpg`, [512 * (2 * i + 1), 1]))),
    ],
    ['one where two have one name', lyingPack([said('1.jpg', [512, 9]), said('1.jpg', [1_536, 9])])],
    ['one where two lie in one place', lyingPack([said('1.jpg', [512, 9]), said('2.jpg', [512, 9])])],
    ['one where a shot has no header', lyingPack([said('1.jpg', [0, 9])])],
    ['one where a shot lies between blocks', lyingPack([said('1.jpg', [513, 9])])],
    ['one where a description is not behind its shot', lyingPack([said('1.jpg', [100_352, 9], [512, 9])])],
    ...['../../x.jpg', '..', 'a/b.jpg', '\ud800.jpg', '\\.jpg', '', 'x'.repeat(256), 'ü'.repeat(500)].map(
      (name): [string, Buffer] => [`one with the name ${JSON.stringify(name)}`, lyingPack([said(name, [512, 9])])],
    ),
  ])('is not %s', async (_, bytes) => {
    const bucket = await openBucket(`file:${temporaryFolder()}`);
    await bucket.putIfAbsent(PACK, bytes, { contentType: 'application/x-tar' });
    expect(await readIndex(bucket, PACK)).toBeUndefined();
  });

  test.skipIf(!hasPrograms('tar', 'python3'))(
    'from which some were erased is as long as before, has the rest, and nothing of them (needs tar and python3)',
    async () => {
      const { bucket, file } = await packed();
      const before = readFileSync(file).length;
      const [first = '', , long = '', hidden = ''] = NAMES;
      expect(await blankInPack(bucket, PACK, new Set([long, 'nothing.jpg']))).toEqual(new Set([long]));
      expect(await blankInPack(bucket, PACK, new Set([first, hidden, long]))).toEqual(new Set([first, hidden]));
      const after = readFileSync(file);
      expect(after.length).toBe(before);
      for (const gone of [first, long, hidden]) {
        for (const trace of [gone, memberStem(gone), shotToPack(gone).id]) expect(after.includes(trace)).toBe(false);
        expect(after.includes(bytesOf(gone).subarray(0, 32))).toBe(false);
      }
      expect(Object.keys(samplesIn(file))).toEqual([NAMES[1], NAMES[4]].map((name = '') => memberStem(name)));
      const listed = execFileSync('tar', ['tf', file]).toString();
      expect(listed.match(/__erased__\/\d/g)).toEqual(['__erased__/1', '__erased__/0', '__erased__/2']);
      const { index } = (await readIndex(bucket, PACK)) ?? {};
      expect(index).toMatchObject({ erased: 3, shots: [{ name: NAMES[1] }, { name: NAMES[4] }] });
    },
  );

  test('that lies of its length is emptied of what it says, without a trace of what it has', async () => {
    const bucket = await openBucket(`file:${temporaryFolder()}`);
    await bucket.putIfAbsent(PACK, lyingPack([said('1.jpg', [512, 9]), said('2.jpg', [102_400, 10])]), {
      contentType: 'application/x-tar',
    });
    expect(await blankInPack(bucket, PACK, new Set(['2.jpg']))).toEqual(new Set(['2.jpg']));
    expect((await readIndex(bucket, PACK))?.index.shots.map(({ name }) => name)).toEqual(['1.jpg']);
  });

  test('from which all were erased is removed', async () => {
    const { bucket } = await packed();
    await blankInPack(bucket, PACK, new Set(NAMES.slice(1)));
    await blankInPack(bucket, PACK, new Set(NAMES));
    expect(await bucket.get(PACK)).toBeUndefined();
  });
});

test('names that are cut differ where they were different', () => {
  const stems = ['y', 'z'].map((last) => memberStem(`${'日'.repeat(80)}${last}.jpg`));
  expect(new Set(stems).size).toBe(2);
  for (const stem of stems) expect(Buffer.byteLength(`${stem}.jpeg`)).toBeLessThanOrEqual(100);
});
