import { expect, onTestFinished, test, vi } from 'vitest';
import { IndexCache } from './index-cache.ts';
import { lyingPack, said } from './packs.testing.ts';

/** Indexes of a MiB each, and how often one was read. */
function rig() {
  const bytes = lyingPack([{ ...said('1.jpg', [512, 9]), id: 'x'.repeat(1_024 * 1_024) }]);
  const read: string[] = [];
  const get = async (key: string, range = { from: 0, bytes: bytes.length }) => {
    if (range.bytes >= bytes.length - 8 * 512) read.push(key); // the first read is of its begin alone
    return bytes.subarray(range.from, range.from + range.bytes);
  };
  return { cache: new IndexCache({ get }), read };
}

test('an index is believed for ten seconds', async () => {
  const { cache, read } = rig();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  onTestFinished(() => clock.mockRestore());
  for (const now of [0, 9_999, 10_000]) {
    clock.mockReturnValue(now);
    expect(await cache.get('a.tar')).toBeDefined();
  }
  expect(read).toHaveLength(2);
});

test('of many indexes those that were asked for last are held, as far as 4 MiB hold them', async () => {
  const { cache, read } = rig();
  for (const pack of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) await cache.get(pack);
  expect(read).toEqual(['a', 'b', 'c', 'd', 'b']);
});
