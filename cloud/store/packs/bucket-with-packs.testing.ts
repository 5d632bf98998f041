import { describe, expect, onTestFinished, test } from 'vitest';
import type { Bucket } from '../bucket/bucket.ts';
import { compareKeys } from '../bucket/key.ts';
import { packedKey, packKey } from '../keys/packed-key.ts';
import { bytesOf, lyingPack, said, shotToPack } from './packs.testing.ts';
import { writePack } from './write-pack.ts';

const TAR = { contentType: 'application/x-tar' };
const JPEG = { contentType: 'image/jpeg' };
const uuid = (digit: number) => `019aa3c5-1f7b-4abc-8def-01234567890${digit}`;
const PACKS = [packKey('a/b', '1', uuid(1)), packKey('a/b', '2', uuid(2)), packKey('', '3', uuid(3))] as const;
const NAMES = ['2.jpg', '10.jpg', 'é b.png', '1.json'];
/** The last has a name like a pack's, and is none. */
const PLAIN = [
  'a/b/0.jpg',
  'a/b/15.jpg',
  `${PACKS[0]}-x`,
  `${PACKS[0]}.txt`,
  'a/b0',
  'z.tar',
  packKey('a/c', '1', uuid(4)),
];

async function keysOf(bucket: Bucket, prefix = '', after = ''): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list(prefix, { after })) keys.push(key);
  return keys;
}

/** What every kind of bucket does with packs; `fresh` opens an empty one. */
export function packsContract(name: string, fresh: () => Promise<{ bucket: Bucket; again: () => Promise<Bucket> }>) {
  const closed = (bucket: Bucket) => {
    onTestFinished(() => bucket.close());
    return bucket;
  };
  const filled = async () => {
    const { bucket, again } = await fresh();
    for (const pack of PACKS) {
      const shots = NAMES.map((last) => ({ ...shotToPack(`${pack}/${last}`), name: last }));
      await bucket.putIfAbsent(pack, writePack(shots), TAR);
    }
    for (const key of PLAIN) await bucket.putIfAbsent(key, bytesOf(key), JPEG);
    const packed = PACKS.flatMap((pack) => NAMES.map((last) => packedKey({ pack, name: last })));
    return { bucket: closed(bucket), again: async () => closed(await again()), packed };
  };

  describe(`packs in ${name}`, () => {
    test('what several take out of one pack at once is gone', async () => {
      const { bucket, again, packed } = await filled();
      const [pack] = PACKS;
      const others = [await again(), await again(), await again()];
      const doomed = packed.filter((key) => key.startsWith(`${pack}/`)).slice(0, others.length);
      await Promise.all(others.map((other) => keysOf(other, pack))); // each has the index as it was
      const removed = await Promise.all(doomed.map((key, i) => others[i]?.remove(key)));
      expect(removed).toEqual(doomed.map(() => true));
      const fresh = await again();
      for (const key of doomed) expect(await fresh.get(key)).toBeUndefined();
      expect(await bucket.get(pack)).toBeDefined();
    });

    test('are listed by their shots, among all other objects in the order of keys', async () => {
      const { bucket, packed } = await filled();
      const keys = [...PLAIN, ...packed].sort(compareKeys);
      expect(await keysOf(bucket)).toEqual(keys);
      const [first, second] = PACKS;
      const behind = ['a/b/1', first, `${first}-x`, `${first}/`, `${first}/1`, `${first}/2.jpg`, `${second}0`];
      for (const prefix of ['', 'a/b/', 'a/b/1', first, `${first}.`, `${first}/`, `${first}/1`, 'z']) {
        const under = keys.filter((key) => key.startsWith(prefix));
        const expected = behind.map((after) => under.filter((key) => compareKeys(key, after) > 0));
        expect(await keysOf(bucket, prefix)).toEqual(under);
        expect(await Promise.all(behind.map((after) => keysOf(bucket, prefix, after)))).toEqual(expected);
      }
    });

    test('show each shot as an object, with its bytes and its description', async () => {
      const { bucket, packed } = await filled();
      for await (const { key, bytes } of bucket.list(`${PACKS[2]}/`)) expect(bytes).toBe(bytesOf(key).length);
      for (const key of packed.slice(0, 5)) {
        expect(await bucket.get(key)).toEqual(bytesOf(key));
        expect(await bucket.get(key, { from: 0, bytes: 5 })).toEqual(bytesOf(key).subarray(0, 5));
        expect(await bucket.get(key, { from: 0, bytes: 1e6 })).toEqual(bytesOf(key));
        expect(await bucket.get(key, { from: 1e6, bytes: 1 })).toEqual(Buffer.alloc(0));
        const said = await bucket.get(`${key}.json`);
        expect(said && JSON.parse(said.toString())).toEqual(key.endsWith('.json') ? undefined : { name: key });
      }
      expect(await bucket.get(`${PACKS[0]}/nothing.jpg`)).toBeUndefined();
      expect(await bucket.get(`${PACKS[0].replace('1-', '9-')}/2.jpg`)).toBeUndefined();
    });

    test('are got whole under their own keys, and what only looks like one is itself', async () => {
      const { bucket } = await filled();
      expect((await bucket.get(PACKS[0]))?.toString('latin1', 257, 262)).toBe('ustar');
      for (const key of PLAIN) expect(await bucket.get(key)).toEqual(bytesOf(key));
    });

    test('of which shots are removed, all at once, have the others', async () => {
      const { bucket, again, packed } = await filled();
      const other = await again();
      const doomed = [...packed.slice(1, 3), ...packed.slice(4, 8), ...PLAIN.slice(0, 2)];
      expect(await bucket.get(packed[1] ?? '')).toBeDefined();
      const removed = await Promise.all(doomed.map((key) => bucket.remove(key)));
      expect(removed).toEqual(doomed.map(() => true));
      const left = [...PLAIN, ...packed].filter((key) => !doomed.includes(key)).sort(compareKeys);
      for (const one of [bucket, other]) expect(await keysOf(one)).toEqual(left);
      for (const key of doomed) {
        for (const gone of [key, `${key}.json`]) expect(await bucket.get(gone)).toBeUndefined();
        expect(await bucket.remove(key)).toBe(false);
      }
      for (const key of left) expect(await bucket.get(key)).toEqual(bytesOf(key));
      expect(await bucket.get(PACKS[1])).toBeUndefined();
    });

    test('of which another process removes a shot do not have it from then on, and have the others', async () => {
      const { bucket, again, packed } = await filled();
      const [gone = '', left = ''] = packed;
      for (const key of [gone, left]) expect(await bucket.get(key)).toEqual(bytesOf(key));
      await (await again()).remove(gone);
      for (const key of [gone, `${gone}.json`]) expect(await bucket.get(key)).toBeUndefined();
      expect(await bucket.get(left)).toEqual(bytesOf(left));
    });

    test('that lie of what is in them show nothing that is not, and end no removals', async () => {
      const { bucket, packed } = await filled();
      const pack = packKey('a/b', '5', uuid(5));
      await bucket.putIfAbsent(pack, lyingPack([said('1.jpg', [512, 9]), said('2.jpg', [102_400, 10])]), TAR);
      const lies = ['1.jpg', '2.jpg'].map((last) => packedKey({ pack, name: last }));
      for (const key of lies) expect(await bucket.get(key)).toBeUndefined();
      const doomed = [...lies, ...packed];
      expect(await Promise.all(doomed.map((key) => bucket.remove(key)))).toEqual(doomed.map(() => true));
      expect(await keysOf(bucket)).toEqual(PLAIN.toSorted(compareKeys));
    });

    test('give a link to a shot by the header that it needs, where the bucket gives links', async () => {
      const { bucket, packed } = await filled();
      for (const key of packed.slice(0, 3)) {
        const link = await bucket.linkTo(key, 60);
        if (!link) continue;
        const answer = await fetch(link.url, { headers: link.headers ?? {} });
        expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytesOf(key));
      }
      const plain = await bucket.linkTo(PACKS[0], 60);
      expect(plain?.headers).toBeUndefined();
    });
  });
}
