import { ResourceError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { openBucket } from '../bucket/open-bucket.ts';
import { packKey } from '../keys/packed-key.ts';
import { PackedRemoval } from './packed-removal.ts';
import { shotToPack } from './packs.testing.ts';
import { writePack } from './write-pack.ts';

test('a pack that cannot be rewritten ends no removals from others', async () => {
  const bucket = await openBucket(`file:${temporaryFolder()}`);
  const packs = ['a', 'b', 'c'].map((folder) => packKey(folder, '1', '019aa3c5-1f7b-4abc-8def-012345678901'));
  const bytes = writePack(['1.jpg', '2.jpg'].map(shotToPack));
  for (const pack of packs) await bucket.putIfAbsent(pack, bytes, { contentType: 'application/x-tar' });
  const removal = new PackedRemoval({
    ...bucket,
    update: (key, ...how) =>
      key === packs[1] ? Promise.reject(new ResourceError('it cannot be written')) : bucket.update(key, ...how),
  });
  const removed = await Promise.allSettled(packs.map((pack) => removal.remove({ pack, name: '1.jpg' })));
  expect(removed).toEqual([
    { status: 'fulfilled', value: true },
    { status: 'rejected', reason: expect.objectContaining({ message: 'it cannot be written' }) },
    { status: 'fulfilled', value: true },
  ]);
});
