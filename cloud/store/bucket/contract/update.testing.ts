import { expect, test } from 'vitest';
import type { Bucket } from '../bucket.ts';
import { type BucketRig, EVERY_BYTE, JPEG, keysOf, listed } from './bucket-rig.testing.ts';

/** How every kind of bucket changes what is there. */
export function updateContract({ empty }: BucketRig) {
  test('an object becomes what is made of it, or goes; what is not there stays so', async () => {
    const { bucket, again } = await empty();
    const other = await again();
    for (const key of ['a/b', 'a/c']) await bucket.putIfAbsent(key, Buffer.from('first'), JPEG);
    expect(await other.update('a/b', JPEG, (body) => Buffer.from(`${body} and second`))).toBe(true);
    expect(String(await bucket.get('a/b'))).toBe('first and second');
    expect(await bucket.update('a/c', JPEG, () => undefined)).toBe(true);
    expect(await bucket.update('a/d', JPEG, () => EVERY_BYTE)).toBe(false);
    expect(await keysOf(other)).toEqual(['a/b']);
  });

  test('an object that is to stay as it is is not written', async () => {
    const { bucket } = await empty();
    await bucket.putIfAbsent('a', EVERY_BYTE, JPEG);
    const before = await listed(bucket);
    expect(await bucket.update('a', JPEG, () => 'as it is')).toBe(true);
    expect(await listed(bucket)).toEqual(before);
    expect(await bucket.get('a')).toEqual(EVERY_BYTE);
  });

  test('of what several make of an object at once, nothing is lost', async () => {
    const { bucket, again } = await empty();
    const buckets = [bucket, await again(), await again()];
    await bucket.putIfAbsent('a', Buffer.alloc(12), JPEG);
    const mark = (one: Bucket, at: number) =>
      one.update('a', JPEG, (body) => {
        body[at] = 1;
        return body;
      });
    const marked = Array.from({ length: 12 }, (_, i) => mark(buckets[i % buckets.length] ?? bucket, i));
    expect(await Promise.all(marked)).toEqual(marked.map(() => true));
    expect(await bucket.get('a')).toEqual(Buffer.alloc(12, 1));
  });

  test('whoever reads while an object is changed gets it whole, as it was or as it is', async () => {
    const { bucket, again } = await empty();
    const other = await again();
    const bodies = Array.from({ length: 10 }, (_, i) => Buffer.alloc(100_000 + i, i));
    await bucket.putIfAbsent('a', bodies[0] ?? EVERY_BYTE, JPEG);
    let isChanging = true;
    const reading = (async () => {
      for (; isChanging; ) {
        const seen = await other.get('a');
        expect(bodies.some((body) => seen?.equals(body))).toBe(true);
      }
    })();
    for (const body of bodies) await bucket.update('a', JPEG, () => body);
    isChanging = false;
    await reading;
    expect((await other.get('a'))?.length).toBe(100_009);
  });
}
