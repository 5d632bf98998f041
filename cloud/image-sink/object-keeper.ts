import { nowMicros, type Shot, type ShotImage } from '@vedette/core/message';
import type { Bucket, CatalogEntry, KeyTemplate } from '@vedette/store';
import { entryOf, findShot, gone } from './find-shot.ts';
import { jsonOf } from './put-description.ts';
import type { Kept, ShotKeeper } from './shot-keeper.ts';

type Target = Pick<Bucket, 'putIfAbsent' | 'get'>;

/** Keeps each shot in an object of its own: its image with its description, or the description alone. */
export function objectKeeper(bucket: Target, template: KeyTemplate): ShotKeeper {
  return {
    async keep(shot, before) {
      const key = template.format(shot);
      const elsewhere = before === undefined || before === key ? undefined : await findShot(bucket, before, shot);
      return elsewhere ?? keepAs(bucket, key, shot);
    },
    async find(shot, before) {
      const found = before === undefined ? undefined : await findShot(bucket, before, shot);
      return found ?? findShot(bucket, template.format(shot), shot);
    },
    close: () => Promise.resolve(),
  };
}

/** Keeps a shot in an object under this key. Rejects as a `ShotKeeper` does. */
export async function keepAs(bucket: Target, key: string, shot: Shot): Promise<Kept | 'conflict'> {
  const entry = entryOf(key, shot);
  const outcome = await putShot(bucket, entry, shot.image);
  if (outcome === 'stored') return { key, isNew: true, storedAt: nowMicros(), entry };
  const found = await findShot(bucket, key, shot);
  if (!found) throw gone(key);
  return found;
}

function putShot(bucket: Target, entry: CatalogEntry, image: ShotImage | undefined): Promise<'stored' | 'present'> {
  const describe = () => jsonOf(entry);
  if (image) return bucket.putIfAbsent(entry.key, image.data, { contentType: image.type, describe });
  return bucket.putIfAbsent(entry.key, Buffer.from(describe()), { contentType: 'application/json' });
}
