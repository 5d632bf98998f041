import { join } from 'node:path';
import { loggedContext, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { type Bucket, isDescriptionKey, openBucket, openCatalog, parseKeyTemplate } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { keysOf } from '../sink.testing.ts';
import { MAX_BYTES, numberedShot } from './numbered-shot.testing.ts';
import { PackKeeper, type PackKeeperOptions } from './pack-keeper.ts';

async function rig() {
  const folder = temporaryFolder();
  const bucket = await openBucket(`file:${join(folder, 'bucket')}`);
  const catalog = await openCatalog(`file:${join(folder, 'catalog.db')}`);
  onTestFinished(() => Promise.all([bucket.close(), catalog.close()]).then(() => undefined));
  const { log, lines } = loggedContext('warn');
  const stores = { bucket, catalog, template: parseKeyTemplate('default'), log };
  const keeperOver = (over: Partial<PackKeeperOptions> = {}) => {
    const keeper = new PackKeeper({ ...stores, maxBytes: MAX_BYTES, maxSeconds: 0.05, leaseMs: 3_600_000, ...over });
    onTestFinished(() => keeper.close());
    return keeper;
  };
  const objects = async () => (await keysOf(bucket)).filter((key) => !isDescriptionKey(key));
  return { bucket, catalog, lines, keeperOver, objects };
}

/** A bucket, and the most that was on its way into it at once. */
function counting(bucket: Bucket) {
  const most = { puts: 0, bytes: 0 };
  const now = { puts: 0, bytes: 0 };
  const count = (puts: number, bytes: number) => {
    now.puts += puts;
    now.bytes += bytes;
    most.puts = Math.max(most.puts, now.puts);
    most.bytes = Math.max(most.bytes, now.bytes);
  };
  const putIfAbsent: Bucket['putIfAbsent'] = async (key, body, options) => {
    count(1, body.length);
    const outcome = await bucket.putIfAbsent(key, body, options);
    count(-1, -body.length);
    return outcome;
  };
  return { most, bucket: { ...bucket, putIfAbsent } };
}

const whole = numberedShot(1, true);
const smaller = numberedShot(1, false);

test.each([
  ['whole, and then a smaller one', whole, smaller],
  ['a smaller one, and then whole', smaller, whole],
])('a shot that comes %s is stored once, though the first keeper died before the catalog knew', async (_, ...shots) => {
  const { keeperOver, objects } = await rig();
  const kept = [];
  for (const shot of shots) kept.push(await keeperOver().keep(shot));
  expect(kept).toMatchObject([{ isNew: true }, { isNew: false }]);
  const [key, ...others] = await objects();
  expect(others).toEqual([]);
  for (const one of [...kept, ...(await Promise.all(shots.map((shot) => keeperOver().find(shot))))]) {
    expect(one).toMatchObject({ key });
  }
});

test('a shot that comes whole to one keeper and smaller to another at once is stored once', async () => {
  const { keeperOver, objects } = await rig();
  const kept = await Promise.all([smaller, whole].map((shot) => keeperOver().keep(shot)));
  expect(kept.map((one) => one !== 'conflict' && one.isNew).toSorted()).toEqual([false, true]);
  expect(await objects()).toHaveLength(1);
});

test('what lies in the place of a pack and is none is told, and its shots are stored anew', async () => {
  const { bucket, catalog, lines, keeperOver, objects } = await rig();
  const pack = 'face/20261120T223828.123456Z-019aa3c5-1f7b-4abc-8def-012345678901.tar';
  await catalog.claims.claim(pack, [smaller.id], 0);
  await bucket.putIfAbsent(pack, Buffer.alloc(3_000, 'x'), { contentType: 'image/jpeg' });
  expect(await keeperOver().keep(smaller)).toMatchObject({ isNew: true });
  expect(await objects()).toEqual([pack, expect.stringContaining(smaller.id)]);
  expect(lines.map(({ msg }) => msg)).toEqual([expect.stringContaining(pack)]);
});

test('no more packs are on their way than four of the largest take', async () => {
  const { bucket, keeperOver } = await rig();
  const { most, bucket: counted } = counting(bucket);
  const maxBytes = 5 * MAX_BYTES;
  const keeper = keeperOver({ bucket: counted, maxBytes });
  const images = whole.image?.data as Buffer;
  const shots = Array.from({ length: 60 }, (_, seq) => sampleShot({ seq, camera: `c${seq % 15}` }, images));
  await Promise.all(shots.map((shot) => keeper.keep(shot)));
  expect(most.puts).toBeGreaterThan(1);
  expect(most.bytes).toBeLessThan(4.5 * maxBytes); // the end of a tar file is not counted
});

test('no more of what is too large for a pack is on its way than was said', async () => {
  const { bucket, keeperOver } = await rig();
  const { most, bucket: counted } = counting(bucket);
  const keeper = keeperOver({ bucket: counted, concurrency: 3 });
  const shots = Array.from({ length: 20 }, (_, number) => numberedShot(number, true));
  await Promise.all(shots.map((shot) => keeper.keep(shot)));
  expect(most.puts).toBe(3);
});
