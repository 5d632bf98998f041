import { describe, expect, test } from 'vitest';
import { bucketRig, EVERY_BYTE, type Fresh, JPEG, keysOf, putAll } from './contract/bucket-rig.testing.ts';
import { descriptionsContract } from './contract/descriptions.testing.ts';
import { keysContract } from './contract/keys.testing.ts';
import { listContract } from './contract/list.testing.ts';
import { putContract } from './contract/put.testing.ts';
import { removeContract } from './contract/remove.testing.ts';
import { updateContract } from './contract/update.testing.ts';

/**
 * What every kind of bucket does. `fresh` opens an empty one; `descriptions`: whether they are objects of their own or are
 * held within the object.
 */
export function bucketContract(
  name: string,
  fresh: () => Promise<Fresh>,
  { descriptions }: { readonly descriptions: 'beside' | 'within' },
) {
  const rig = bucketRig(fresh, descriptions);
  const { empty } = rig;

  describe(`${name} is a bucket`, () => {
    putContract(rig);
    descriptionsContract(rig);
    removeContract(rig);
    updateContract(rig);
    listContract(rig);
    keysContract(rig);

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

    test('its URL opens it', async () => {
      const { bucket, again } = await empty();
      expect((await again()).url).toBe(bucket.url);
    });
  });
}
