import { expect, test } from 'vitest';
import { type BucketRig, EVERY_BYTE, JPEG } from './bucket-rig.testing.ts';

/** How objects come into every kind of bucket, and back. */
export function putContract({ empty }: BucketRig) {
  test('an object comes back byte for byte', async () => {
    const { bucket } = await empty();
    for (const body of [EVERY_BYTE, Buffer.alloc(0), Buffer.alloc(3_000_000, 7)]) {
      const key = `a/${body.length}.bin`;
      expect(await bucket.putIfAbsent(key, body, JPEG)).toBe('stored');
      expect((await bucket.get(key))?.equals(body)).toBe(true);
    }
  });

  test('a view on a larger buffer is stored as what it shows', async () => {
    const { bucket } = await empty();
    await bucket.putIfAbsent('view', new Uint8Array(EVERY_BYTE.buffer, EVERY_BYTE.byteOffset + 65, 3), JPEG);
    expect(await bucket.get('view')).toEqual(Buffer.from('ABC'));
  });

  test('what is present stays as it is', async () => {
    const { bucket, again } = await empty();
    await bucket.putIfAbsent('a/b', Buffer.from('first'), JPEG);
    for (const one of [bucket, await again()]) {
      expect(await one.putIfAbsent('a/b', Buffer.from('second'), JPEG)).toBe('present');
      expect(await one.get('a/b')).toEqual(Buffer.from('first'));
    }
  });

  test('among many that are put at once, those that fail leave the others alone', async () => {
    const { bucket } = await empty();
    const keys = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? `//${i}` : `many/${i % 7}/${i}`));
    const outcomes = await Promise.allSettled(keys.map((key) => bucket.putIfAbsent(key, Buffer.from(key), JPEG)));
    for (const [i, key] of keys.entries()) {
      expect(outcomes[i]?.status).toBe(i % 3 === 0 ? 'rejected' : 'fulfilled');
      if (i % 3 !== 0) expect(await bucket.get(key)).toEqual(Buffer.from(key));
    }
  });

  test('of eight that write one key at once, one stores it, and all find the same object', async () => {
    const { bucket, again } = await empty();
    const other = await again();
    for (let round = 0; round < 10; round++) {
      const key = `race/${round}/object`;
      const bodies = Array.from({ length: 8 }, (_, i) => Buffer.alloc(50_000, i));
      const outcomes = await Promise.all(
        bodies.map((body, i) => (i % 2 ? bucket : other).putIfAbsent(key, body, JPEG)),
      );
      expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
      expect(await other.get(key)).toEqual(bodies[outcomes.indexOf('stored')]);
    }
  });

  test('a part of an object is read as far as it goes', async () => {
    const { bucket } = await empty();
    await bucket.putIfAbsent('a', EVERY_BYTE, { ...JPEG, describe: () => '{"text":"said"}' });
    const part = (from: number, bytes: number, key = 'a') => bucket.get(key, { from, bytes });
    expect(await part(65, 3)).toEqual(Buffer.from('ABC'));
    expect(await part(0, 256)).toEqual(EVERY_BYTE);
    expect(await part(250, 1_000)).toEqual(EVERY_BYTE.subarray(250));
    expect(await part(256, 1)).toEqual(Buffer.alloc(0));
    expect(await part(1_000, 10)).toEqual(Buffer.alloc(0));
    expect(String(await part(2, 4, 'a.json'))).toBe('text');
    expect(await part(0, 1, 'b')).toBeUndefined();
  });

  test('what is not there is undefined', async () => {
    const { bucket } = await empty();
    await bucket.putIfAbsent('a/b', EVERY_BYTE, JPEG);
    for (const key of ['a', 'b', 'a/b/c', 'a/c', 'z/z/z']) expect(await bucket.get(key)).toBeUndefined();
  });
}
