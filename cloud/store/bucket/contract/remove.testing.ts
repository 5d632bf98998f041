import { expect, test } from 'vitest';
import { type BucketRig, EVERY_BYTE, JPEG, keysOf } from './bucket-rig.testing.ts';

/** How objects go from every kind of bucket. */
export function removeContract({ empty, withDescription }: BucketRig) {
  test('what is removed is gone with its description, for every process, and may be put again', async () => {
    const { bucket, again } = await empty();
    const other = await again();
    const described = { ...JPEG, describe: () => '"said"' };
    for (const key of ['a/b', 'a/bc', 'x/c.d']) await bucket.putIfAbsent(key, EVERY_BYTE, described);
    await bucket.putIfAbsent('y/long', EVERY_BYTE, { ...JPEG, describe: () => JSON.stringify('x'.repeat(3_000)) });
    for (const key of ['a/b', 'y/long']) {
      expect(await other.remove(key)).toBe(true);
      for (const gone of [key, `${key}.json`]) expect(await bucket.get(gone)).toBeUndefined();
      expect(await bucket.remove(key)).toBe(false);
    }
    expect(await keysOf(bucket)).toEqual([...withDescription('a/bc'), ...withDescription('x/c.d')]);
    expect(await bucket.putIfAbsent('a/b', Buffer.from('anew'), JPEG)).toBe('stored');
    expect(await other.get('a/b')).toEqual(Buffer.from('anew'));
  });

  test('a description that is left without its object is removed as well', async () => {
    const { bucket } = await empty();
    await bucket.putIfAbsent('a/b.json', Buffer.from('"of nothing"'), { contentType: 'application/json' });
    expect(await bucket.remove('a/b')).toBe(true);
    expect(await keysOf(bucket)).toEqual([]);
  });

  test('there is nothing to remove where no object is', async () => {
    const { bucket } = await empty();
    await bucket.putIfAbsent('a/b', EVERY_BYTE, JPEG);
    for (const key of ['a', 'b', 'a/b/c', 'a/c', 'z/z/z']) expect(await bucket.remove(key)).toBe(false);
    expect(await keysOf(bucket)).toEqual(['a/b']);
  });

  test('objects come and go in one place at once, and each is what was last said of it', async () => {
    const { bucket, again } = await empty();
    const other = await again();
    for (let round = 0; round < 10; round++) {
      const [old, fresh] = [`a/b/${round}/old`, `a/b/${round}/new`];
      await bucket.putIfAbsent(old, EVERY_BYTE, JPEG);
      const [wasThere, outcome] = await Promise.all([other.remove(old), bucket.putIfAbsent(fresh, EVERY_BYTE, JPEG)]);
      expect([wasThere, outcome]).toEqual([true, 'stored']);
      expect(await other.remove(fresh)).toBe(true);
    }
    expect(await keysOf(bucket)).toEqual([]);
  });

  test('many objects of many places are removed at once', async () => {
    const { bucket } = await empty();
    const keys = Array.from({ length: 60 }, (_, i) => `a/${i % 3}/${i % 5}/${i}`);
    await Promise.all([...keys, 'a/stays'].map((key) => bucket.putIfAbsent(key, EVERY_BYTE, JPEG)));
    expect(await Promise.all(keys.map((key) => bucket.remove(key)))).toEqual(keys.map(() => true));
    expect(await keysOf(bucket)).toEqual(['a/stays']);
  });
}
