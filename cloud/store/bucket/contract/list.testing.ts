import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { compareKeys } from '../key.ts';
import { type BucketRig, EVERY_BYTE, JPEG, keysOf, listed, putAll } from './bucket-rig.testing.ts';

/** How every kind of bucket lists what is there. */
export function listContract({ empty }: BucketRig) {
  test('an empty bucket lists nothing', async () => {
    const { bucket } = await empty();
    expect(await keysOf(bucket)).toEqual([]);
    expect(await keysOf(bucket, 'nothing/')).toEqual([]);
  });

  test('a listing shows size and time', async () => {
    const { bucket } = await empty();
    const before = Date.now();
    await bucket.putIfAbsent('a/b.jpg', EVERY_BYTE, JPEG);
    const [object] = await listed(bucket);
    expect(object).toMatchObject({ key: 'a/b.jpg', bytes: 256 });
    // A file system's clock ticks coarsely, a server has its own.
    expect(Math.abs((object?.modifiedAt.getTime() ?? 0) - before)).toBeLessThan(60_000);
  });

  test('a listing is in the order of UTF-8 bytes, across folders', async () => {
    const { bucket } = await empty();
    const keys = ['a', 'a-b', 'a.b/c', 'a0/x', 'b/c', 'b/c-d/e', 'b/c0', 'B', 'é', 'z', '\uffee', '😀'];
    await putAll(bucket, keys);
    expect(await keysOf(bucket)).toEqual([...keys].sort(compareKeys));
  });

  test('a prefix may end anywhere, and a listing goes on behind any key', async () => {
    const { bucket } = await empty();
    const keys = ['a/1', 'a/2', 'a/b/1', 'a/b/2', 'a/b-c/1', 'ab/1', 'b/1'].sort(compareKeys);
    await putAll(bucket, keys);
    for (const prefix of ['', 'a', 'a/', 'a/b', 'a/b/', 'a/b/2', 'c', '/', '../']) {
      const under = keys.filter((key) => key.startsWith(prefix));
      expect(await keysOf(bucket, prefix)).toEqual(under);
      for (const after of [...keys, 'a', 'a/b/', 'a/b/1x', 'zz']) {
        expect(await keysOf(bucket, prefix, after)).toEqual(under.filter((key) => compareKeys(key, after) > 0));
      }
    }
  });

  test('a thousand and more keys are listed, each once, in order', async () => {
    const { bucket } = await empty();
    const keys = Array.from({ length: 1_100 }, (_, i) => {
      const digest = createHash('sha256').update(String(i)).digest('hex');
      return `${digest.slice(0, 1)}/${digest.slice(1, 2)}/${digest}`;
    });
    for (let i = 0; i < keys.length; i += 50) await putAll(bucket, keys.slice(i, i + 50));
    const sorted = keys.sort(compareKeys);
    expect(await keysOf(bucket)).toEqual(sorted);
    expect(await keysOf(bucket, '', sorted[1_050])).toEqual(sorted.slice(1_051));
  });
}
