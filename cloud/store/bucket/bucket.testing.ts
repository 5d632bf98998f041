import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Bucket, StoredObject } from './bucket.ts';

const JPEG = { contentType: 'image/jpeg' };
const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

async function listed(bucket: Bucket, prefix = '', after?: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of bucket.list(prefix, after === undefined ? {} : { after })) objects.push(object);
  return objects;
}

async function keysOf(bucket: Bucket, prefix = '', after?: string): Promise<string[]> {
  return (await listed(bucket, prefix, after)).map(({ key }) => key);
}

async function putAll(bucket: Bucket, keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => bucket.putIfAbsent(key, Buffer.from(key), JPEG)));
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * What every kind of bucket does. `fresh` opens an empty bucket; `again` opens the same one once more, as another
 * process would. `descriptions`: whether they are objects of their own or are held within the object.
 */
export function bucketContract(
  name: string,
  fresh: () => Promise<{ bucket: Bucket; again: () => Promise<Bucket> }>,
  { descriptions }: { readonly descriptions: 'beside' | 'within' },
) {
  /** The keys that a listing shows of an object with a description. */
  const withDescription = (key: string) => (descriptions === 'beside' ? [key, `${key}.json`] : [key]);
  const said = async (bucket: Bucket, key: string) => JSON.parse(String(await bucket.get(`${key}.json`)));
  const closed = (bucket: Bucket) => {
    onTestFinished(() => bucket.close());
    return bucket;
  };
  const empty = async () => {
    const { bucket, again } = await fresh();
    return { bucket: closed(bucket), again: async () => closed(await again()) };
  };

  describe(`${name} is a bucket`, () => {
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

    test('among many that are put at once, those that fail leave the others alone', async () => {
      const { bucket } = await empty();
      const keys = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? `//${i}` : `many/${i % 7}/${i}`));
      const outcomes = await Promise.allSettled(keys.map((key) => bucket.putIfAbsent(key, Buffer.from(key), JPEG)));
      for (const [i, key] of keys.entries()) {
        expect(outcomes[i]?.status).toBe(i % 3 === 0 ? 'rejected' : 'fulfilled');
        if (i % 3 !== 0) expect(await bucket.get(key)).toEqual(Buffer.from(key));
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

    test('a close waits for what was begun', async () => {
      const { bucket, again } = await empty();
      const stored = putAll(bucket, ['a/1', 'a/2', 'a/3']);
      await bucket.close();
      await stored;
      expect(await keysOf(await again())).toEqual(['a/1', 'a/2', 'a/3']);
    });

    test('nothing can be put, changed or removed after a close', async () => {
      const { bucket, again } = await empty();
      await bucket.putIfAbsent('b', EVERY_BYTE, JPEG);
      await bucket.close();
      const refused = { name: 'ResourceError' };
      await expect(bucket.putIfAbsent('a', EVERY_BYTE, JPEG)).rejects.toMatchObject(refused);
      await expect(bucket.update('b', JPEG, () => EVERY_BYTE)).rejects.toMatchObject(refused);
      await expect(bucket.remove('b')).rejects.toMatchObject(refused);
      expect(await keysOf(await again())).toEqual(['b']);
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

    test('what is not there is undefined', async () => {
      const { bucket } = await empty();
      await bucket.putIfAbsent('a/b', EVERY_BYTE, JPEG);
      for (const key of ['a', 'b', 'a/b/c', 'a/c', 'z/z/z']) expect(await bucket.get(key)).toBeUndefined();
    });

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
      expect(await keysOf(bucket)).toEqual([...keys].sort(byBytes));
    });

    test('a prefix may end anywhere, and a listing goes on behind any key', async () => {
      const { bucket } = await empty();
      const keys = ['a/1', 'a/2', 'a/b/1', 'a/b/2', 'a/b-c/1', 'ab/1', 'b/1'].sort(byBytes);
      await putAll(bucket, keys);
      for (const prefix of ['', 'a', 'a/', 'a/b', 'a/b/', 'a/b/2', 'c', '/', '../']) {
        const under = keys.filter((key) => key.startsWith(prefix));
        expect(await keysOf(bucket, prefix)).toEqual(under);
        for (const after of [...keys, 'a', 'a/b/', 'a/b/1x', 'zz']) {
          expect(await keysOf(bucket, prefix, after)).toEqual(under.filter((key) => byBytes(key, after) > 0));
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
      const sorted = keys.sort(byBytes);
      expect(await keysOf(bucket)).toEqual(sorted);
      expect(await keysOf(bucket, '', sorted[1_050])).toEqual(sorted.slice(1_051));
    });

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

    test('its URL opens it', async () => {
      const { bucket, again } = await empty();
      expect((await again()).url).toBe(bucket.url);
    });
  });
}
