import { ResourceError } from '@vedette/core/errors';
import type { Shot } from '@vedette/core/message';
import type { Bucket, Catalog, Placed } from '@vedette/store';
import { findShot, gone } from '../find-shot.ts';
import { keepAs } from '../object-keeper.ts';
import type { Kept } from '../shot-keeper.ts';

export interface PlacedStores {
  readonly bucket: Bucket;
  readonly catalog: Pick<Catalog, 'remove'>;
}

/** Keeps a shot where it is to lie alone, or finds it where it was stored. Rejects as `ShotKeeper` does. */
export async function keepPlaced(
  { bucket, catalog }: PlacedStores,
  placed: Exclude<Placed, 'held'>,
  shot: Shot,
): Promise<Kept | 'conflict'> {
  if ('alone' in placed) return keepAs(bucket, placed.alone, shot);
  const found = await findShot(bucket, placed.key, shot);
  if (found) return found;
  await catalog.remove([shot.id]);
  throw gone(placed.key);
}

export function heldByAnother(): ResourceError {
  return new ResourceError('another sink is about to store it');
}
