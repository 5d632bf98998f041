import { describe, expect, test } from 'vitest';
import { packedKey, packKey } from '../../keys/packed-key.ts';
import { shotToPack } from '../../packs/packs.testing.ts';
import { writePack } from '../../packs/write-pack.ts';
import type { Bucket } from '../bucket.ts';
import { openBucket } from '../open-bucket.ts';
import { beforeRadosgw, type Conduct } from './before-radosgw.testing.ts';
import { RADOSGW_ABSENT, radosgw } from './radosgw.testing.ts';
import { opened } from './told-server.testing.ts';

const JPEG = { contentType: 'image/jpeg' };
const EXCLUSIVE = { isExclusive: true };
const PACK = packKey('a', '1', '019aa3c5-1f7b-4abc-8def-0123456789ab');
const [FIRST, SECOND, THIRD] = ['1.jpg', '2.jpg', '3.jpg'].map((name) => packedKey({ pack: PACK, name }));

const put = (bucket: Bucket, key: string, body = 'a') => bucket.putIfAbsent(key, Buffer.from(body), JPEG);

/** Puts a pack of three shots. */
async function putPack(bucket: Bucket): Promise<void> {
  const shots = [FIRST, SECOND, THIRD].map((key = '') => ({ ...shotToPack(key), name: key.replace(/.*\//, '') }));
  await bucket.putIfAbsent(PACK, writePack(shots), { contentType: 'application/x-tar' });
}

describe.skipIf(RADOSGW_ABSENT)(`conditional writes, by Ceph's radosgw${RADOSGW_ABSENT}`, () => {
  const gateway = radosgw();

  /** A bucket, what it warns of, and a second one like it, as another process has it. */
  async function warned(url: string) {
    const warnings: string[] = [];
    const bucket = await opened(url, { onWarning: (warning) => warnings.push(warning) });
    return { bucket, warnings };
  }

  /** The URL of a bucket by a server that takes conditions so. */
  async function placeBy(conduct: Conduct): Promise<string> {
    const url = new URL(gateway.newPlace());
    url.searchParams.set('endpoint', await beforeRadosgw(gateway, conduct));
    return url.href;
  }

  const noIfNoneMatch: Conduct = (headers) => (headers['if-none-match'] === undefined ? undefined : 501);
  const ignoresIfMatch: Conduct = (headers) => void delete headers['if-match'];

  test('a bucket that has none is warned of, and each object looked for first', async () => {
    const { bucket, warnings } = await warned(await placeBy(noIfNoneMatch));
    expect(warnings).toEqual([expect.stringContaining('no conditional writes')]);
    const puts = Array.from({ length: 8 }, (_, i) => put(bucket, 'a', String(i)));
    expect((await Promise.all(puts)).filter((outcome) => outcome === 'stored')).toHaveLength(1);
    expect(String(await bucket.get('a'))).toBe('0');
  });

  test('a bucket that keeps versions has none, nor one without If-None-Match or If-Match, and packs cannot do without', async () => {
    const { url, setVersioning } = await gateway.newBucket();
    await setVersioning('Enabled');
    for (const one of [url, await placeBy(noIfNoneMatch), await placeBy(ignoresIfMatch)]) {
      const refused = expect(openBucket(one, EXCLUSIVE)).rejects;
      await refused.toMatchObject({ name: 'ConfigError', message: expect.stringMatching(/\(If-.*imageSink\.packs/) });
    }
  });

  test('a bucket that begins to keep versions takes nothing for packs, from the first put until it ends that', async () => {
    const { url, setVersioning } = await gateway.newBucket();
    const bucket = await opened(url, EXCLUSIVE);
    expect(await put(bucket, 'before')).toBe('stored');
    await setVersioning('Enabled');
    for (const key of ['first', 'second']) {
      await expect(put(bucket, key)).rejects.toMatchObject({ name: 'ResourceError' });
    }
    await setVersioning('Suspended');
    expect(await put(bucket, 'after')).toBe('stored');
    expect(await put(bucket, 'after')).toBe('present');
    const keys: string[] = [];
    for await (const { key } of bucket.list('')) keys.push(key);
    expect(keys).toEqual(['after', 'before', 'first']);
  });

  test('a bucket that begins to keep versions is warned of once, and looked into from then on', async () => {
    const { url, setVersioning } = await gateway.newBucket();
    const { bucket, warnings } = await warned(url);
    expect(warnings).toEqual([]);
    await setVersioning('Enabled');
    expect(await put(bucket, 'a', 'first')).toBe('stored');
    for (const key of ['a', 'b', 'b']) await put(bucket, key, 'second');
    expect(String(await bucket.get('a'))).toBe('first');
    expect(warnings).toEqual([expect.stringContaining('no conditional writes')]);
  });

  test('nothing is taken out of a pack where others may be at it unseen, and all that is in it stays', async () => {
    const { url, setVersioning } = await gateway.newBucket();
    const before = await opened(url);
    await putPack(before);
    await setVersioning('Enabled');
    const ignorant = await opened(await placeBy(ignoresIfMatch));
    await putPack(ignorant);
    for (const bucket of [before, await opened(url), ignorant]) {
      await expect(bucket.remove(FIRST ?? '')).rejects.toThrow('no conditional writes');
      for (const key of [FIRST, SECOND, THIRD]) expect(await bucket.get(key ?? '')).toBeDefined();
    }
    expect(await before.remove(PACK)).toBe(true);
  });

  test('a server that compares tags with their quotes, and first refuses for a write in the making, takes the next', async () => {
    const url = await placeBy((headers) => {
      const tag = headers['if-match'];
      if (tag === undefined) return undefined;
      const busy = inTheMaking.shift();
      if (busy !== undefined) return busy;
      if (!tag.startsWith('"')) return 412;
      headers['if-match'] = tag.replaceAll('"', '');
      return undefined;
    });
    const inTheMaking: number[] = [];
    const bucket = await opened(url);
    await putPack(bucket);
    inTheMaking.push(409, 409, 412);
    expect(await bucket.remove(FIRST ?? '')).toBe(true);
    expect(await bucket.get(SECOND ?? '')).toBeDefined();
    expect(inTheMaking).toEqual([]);
  });

  test('a server that refuses each tag is told of, with what was refused', async () => {
    const url = await placeBy((headers) => (headers['if-match'] === undefined ? undefined : 412));
    const bucket = await opened(url, EXCLUSIVE);
    await putPack(bucket);
    await expect(bucket.remove(FIRST ?? '')).rejects.toThrow(`refuses ${PACK} under the tag that it has (If-Match)`);
    expect(await bucket.get(FIRST ?? '')).toBeDefined();
  });
});
