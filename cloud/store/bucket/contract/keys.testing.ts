import { expect, test } from 'vitest';
import { type BucketRig, EVERY_BYTE, JPEG, keysOf } from './bucket-rig.testing.ts';

/** What is a key in every kind of bucket. */
export function keysContract({ empty }: BucketRig) {
  test.each([
    'with space/and more .jpg',
    'Überwachung/カメラ/дверь.jpg',
    'e\u0301/é',
    `long/${'x'.repeat(250)}.jpg`,
    `${'ü'.repeat(120)}/${'日'.repeat(80)}`,
    '100%/%2e%2e/a+b=c&d?e#f',
    '.hidden/..twice/...',
    'quote\'/"double"/`tick`/$HOME/~',
    'a/.tmp/b',
    '-rf',
  ])('%.40s is a key like any other', async (key) => {
    const { bucket, again } = await empty();
    expect(await bucket.putIfAbsent(key, EVERY_BYTE, JPEG)).toBe('stored');
    expect(await (await again()).get(key)).toEqual(EVERY_BYTE);
    expect(await keysOf(bucket)).toEqual([key]);
  });

  test.each([
    '',
    '/',
    '/etc/passwd',
    'a/',
    'a//b',
    '.',
    '..',
    '../a',
    'a/../../b',
    'a/./b',
    'a\\..\\b',
    'a\0b',
    'a/\ud800',
    '.tmp/a',
    'x'.repeat(256),
    'ü'.repeat(128),
    'abc/'.repeat(300),
  ])('%.40j is no key', async (key) => {
    const { bucket } = await empty();
    const refused = { name: 'BadInputError', reason: 'key' };
    await expect(bucket.putIfAbsent(key, EVERY_BYTE, JPEG)).rejects.toMatchObject(refused);
    await expect(bucket.get(key)).rejects.toMatchObject(refused);
    await expect(bucket.update(key, JPEG, () => EVERY_BYTE)).rejects.toMatchObject(refused);
    await expect(bucket.remove(key)).rejects.toMatchObject(refused);
    expect(await keysOf(bucket)).toEqual([]);
  });
}
