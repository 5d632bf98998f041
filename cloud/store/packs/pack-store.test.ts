import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { Bucket } from '../bucket/bucket.ts';
import { openBucket } from '../bucket/open-bucket.ts';
import { openCatalog } from '../catalog/open-catalog.ts';
import { PackStore, type ShotForPack } from './pack-store.ts';

type Shots = readonly [ShotForPack, ...ShotForPack[]];

/** Shots of these ids, whose content tells where they lie. */
function shotsOf(...ids: readonly [string, ...string[]]): Shots {
  const [first, ...others] = ids.map((id): ShotForPack => {
    const contentFor = (key: string) => ({ body: Buffer.from(`image of ${id}`), description: JSON.stringify({ key }) });
    return { id, name: `${id}.jpg`, at: 1_763_678_308_000_000, contentFor };
  });
  if (!first) throw new Error('there is one at least');
  return [first, ...others];
}

async function rig() {
  const folder = temporaryFolder();
  const bucket = await openBucket(`file:${join(folder, 'bucket')}`);
  const catalog = await openCatalog(`file:${join(folder, 'catalog.db')}`);
  onTestFinished(() => Promise.all([bucket.close(), catalog.close()]).then(() => undefined));
  const unreadable: string[] = [];
  const storeOver = (over: Partial<Pick<Bucket, 'putIfAbsent'>> = {}, leaseMs = 3_600_000) =>
    new PackStore({
      onUnreadable: (pack) => unreadable.push(pack),
      bucket: { get: bucket.get, putIfAbsent: bucket.putIfAbsent, ...over },
      claims: catalog.claims,
      leaseMs,
    });
  const listed = async () => {
    const keys: string[] = [];
    for await (const { key } of bucket.list('')) keys.push(key);
    return keys;
  };
  return { bucket, claims: catalog.claims, storeOver, listed, unreadable };
}

const nameOf = (key: string) => key.replace(/.*\//, '');
const stored = (name: string) => ({ isNew: true, key: expect.stringMatching(`^a/b/.*\\.tar/${name}$`) });

/** A step of somebody's that waits until it is let go on. */
function pause() {
  const { promise: reached, resolve: reach } = promised();
  const { promise: goOn, resolve: letGoOn } = promised();
  const wait = () => {
    reach();
    return goOn;
  };
  return { reached, letGoOn, wait };
}

function promised() {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

test('what is stored once is where it was, whoever stores it again', async () => {
  const { bucket, storeOver, listed } = await rig();
  const first = await storeOver().store('a/b', shotsOf('1', '2'));
  expect(first).toEqual([stored('1.jpg'), stored('2.jpg')]);
  const again = await storeOver().store('a/b', shotsOf('3', '2', '1'));
  expect(again).toEqual([stored('3.jpg'), ...first.toReversed().map((one) => ({ ...(one as object), isNew: false }))]);
  const keys = await listed();
  expect(keys.map(nameOf).toSorted()).toEqual(['1.jpg', '2.jpg', '3.jpg']);
  for (const key of keys) expect(JSON.parse(String(await bucket.get(`${key}.json`)))).toEqual({ key });
});

test('what another process is about to store is left to it, and found when it is done', async () => {
  const { bucket, storeOver, listed } = await rig();
  const { reached, letGoOn, wait } = pause();
  const slow = storeOver({ putIfAbsent: (...put) => wait().then(() => bucket.putIfAbsent(...put)) });
  const storing = slow.store('a/b', shotsOf('1', '2'));
  await reached;
  expect(await storeOver().store('a/b', shotsOf('2', '3'))).toEqual(['held', stored('3.jpg')]);
  letGoOn();
  expect(await storing).toEqual([stored('1.jpg'), stored('2.jpg')]);
  expect(await storeOver().store('a/b', shotsOf('2'))).toMatchObject([{ isNew: false }]);
  expect((await listed()).map(nameOf).toSorted()).toEqual(['1.jpg', '2.jpg', '3.jpg']);
});

test('what was claimed too long ago is stored by others, and whoever claimed it comes too late', async () => {
  const { bucket, storeOver, listed } = await rig();
  const { reached, letGoOn, wait } = pause();
  const slow = storeOver({ putIfAbsent: (...put) => wait().then(() => bucket.putIfAbsent(...put)) }, 0);
  const storing = slow.store('a/b', shotsOf('1', '2'));
  await reached;
  expect(await storeOver().store('a/b', shotsOf('2'))).toEqual([stored('2.jpg')]);
  letGoOn();
  expect(await storing).toEqual(['held', 'held']);
  expect(await slow.store('a/b', shotsOf('1', '2'))).toEqual([
    stored('1.jpg'),
    expect.objectContaining({ isNew: false }),
  ]);
  expect((await listed()).map(nameOf).toSorted()).toEqual(['1.jpg', '2.jpg']);
});

test.each([true, false])('a put that fails, and has stored the pack (%s), is not waited for', async (hasStored) => {
  const { bucket, storeOver, listed } = await rig();
  let fails = 1;
  const store = storeOver({
    async putIfAbsent(...put) {
      const isFailing = fails-- > 0;
      const outcome = isFailing && !hasStored ? 'present' : await bucket.putIfAbsent(...put);
      if (isFailing) throw new ResourceError('the answer was lost');
      return outcome;
    },
  });
  await expect(store.store('a/b', shotsOf('1'))).rejects.toThrow('the answer was lost');
  expect(await store.store('a/b', shotsOf('1'))).toMatchObject([{ isNew: !hasStored }]);
  expect((await listed()).map(nameOf)).toEqual(['1.jpg']);
});

test('a put that is told that something is there, since a try before has stored it, has stored it', async () => {
  const { bucket, storeOver } = await rig();
  const twice = storeOver({
    async putIfAbsent(...put) {
      await bucket.putIfAbsent(...put);
      return bucket.putIfAbsent(...put);
    },
  });
  expect(await twice.store('', shotsOf('1'))).toMatchObject([{ isNew: true }]);
});

test('of many stores that are asked for the same at once, again and again, one stores each', async () => {
  const { storeOver, listed } = await rig();
  const ids = Array.from({ length: 30 }, (_, i) => String(i));
  const outcomes = new Map<string, number>();
  await Promise.all(
    Array.from({ length: 4 }, async (_, i) => {
      const store = storeOver({}, 5);
      let left = i % 2 ? ids : ids.toReversed();
      while (left.length > 0) {
        const [first = '', ...others] = left;
        const placed = await store.store('a/b', shotsOf(first, ...others));
        for (const [at, one] of placed.entries()) {
          if (typeof one === 'object' && 'isNew' in one && one.isNew)
            outcomes.set(left[at] ?? '', (outcomes.get(left[at] ?? '') ?? 0) + 1);
        }
        left = left.filter((_, at) => placed[at] === 'held');
      }
    }),
  );
  expect([...outcomes.values()]).toEqual(ids.map(() => 1));
  expect((await listed()).map(nameOf).toSorted()).toEqual(ids.map((id) => `${id}.jpg`).toSorted());
});

test('what lies in the place of a pack and is none is told, and what it was to hold is stored anew', async () => {
  const { bucket, storeOver, unreadable } = await rig();
  const damaged = storeOver(
    {
      putIfAbsent: (key, _, options) => bucket.putIfAbsent(key, Buffer.alloc(3_000, 'x'), options),
    },
    0,
  );
  await damaged.store('a/b', shotsOf('1', '2'));
  expect(await storeOver().store('a/b', shotsOf('1', '2'))).toEqual([stored('1.jpg'), stored('2.jpg')]);
  expect(unreadable).toEqual([expect.stringMatching(/^a\/b\/.*\.tar$/)]);
});

test('what is claimed for a key of its own goes into no pack, and what is in a pack nowhere else', async () => {
  const { storeOver } = await rig();
  const [one, other] = [storeOver(), storeOver()];
  expect(await one.claimAlone('1', 'a/b/1.png')).toEqual({ alone: 'a/b/1.png' });
  expect(await other.store('a/b', shotsOf('1', '2'))).toEqual([{ alone: 'a/b/1.png' }, stored('2.jpg')]);
  expect(await one.claimAlone('1', 'c/1.jpg'), 'in another layout').toEqual({ alone: 'a/b/1.png' });
  expect(await one.claimAlone('2', 'a/b/2.jpg')).toMatchObject({
    key: expect.stringContaining('.tar/2.jpg'),
    isNew: false,
  });
});
