import { expect, test } from 'vitest';
import type { Bucket } from '../bucket.ts';
import { type BucketRig, EVERY_BYTE, JPEG, keysOf } from './bucket-rig.testing.ts';

/** What is said of an object in every kind of bucket. */
export function descriptionsContract({ empty, said, withDescription }: BucketRig) {
  test('what there is to say of an object is kept beside it, by whoever stored it alone', async () => {
    const { bucket, again } = await empty();
    const described = (text: string) => ({ ...JPEG, describe: () => JSON.stringify({ text }) });
    expect(await bucket.putIfAbsent('a/b', Buffer.from('first'), described('first'))).toBe('stored');
    expect(await (await again()).putIfAbsent('a/b', Buffer.from('second'), described('second'))).toBe('present');
    expect(await keysOf(bucket)).toEqual(withDescription('a/b'));
    expect(await said(bucket, 'a/b')).toEqual({ text: 'first' });
  });

  test('an object without a description gets none from whoever finds it', async () => {
    const { bucket } = await empty();
    await bucket.putIfAbsent('a/b', Buffer.from('first'), JPEG);
    await bucket.putIfAbsent('a/b', Buffer.from('second'), { ...JPEG, describe: () => '{}' });
    expect(await keysOf(bucket)).toEqual(['a/b']);
  });

  test('what a process that died in between left bare is described by one of those that find it', async () => {
    const { bucket, again } = await empty();
    await bucket.putIfAbsent('a/b', Buffer.from('first'), JPEG);
    const describe = async (one: Bucket, text: string) => {
      expect(await one.putIfAbsent('a/b', Buffer.from(text), { ...JPEG, describe: () => text })).toBe('present');
      return one.putIfAbsent('a/b.json', Buffer.from(text), { contentType: 'application/json' });
    };
    const [texts, other] = [['"one"', '"two"'] as const, await again()];
    const outcomes = await Promise.all([describe(bucket, texts[0]), describe(other, texts[1])]);
    expect(outcomes.toSorted()).toEqual(['present', 'stored']);
    expect((await bucket.get('a/b.json'))?.toString()).toBe(texts[outcomes.indexOf('stored')]);
    expect(await keysOf(other)).toEqual(['a/b', 'a/b.json']);
  });

  test('a description that was left without its object gives way to that of whoever stores the object', async () => {
    const { bucket, again } = await empty();
    await bucket.putIfAbsent('a/b.json', Buffer.from('"of another"'), { contentType: 'application/json' });
    const options = { ...JPEG, describe: () => '"its own"' };
    expect(await (await again()).putIfAbsent('a/b', EVERY_BYTE, options)).toBe('stored');
    expect(await said(bucket, 'a/b')).toBe('its own');
    expect(await keysOf(bucket)).toEqual(['a/b', 'a/b.json']);
  });
}
