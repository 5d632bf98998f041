import type { Shot } from '@vedette/core/message';
import type { Bucket, Catalog, Tombstones } from '@vedette/store';
import type { Patience } from './patience.ts';
import type { Kept } from './shot-keeper.ts';

export interface ErasedOptions {
  readonly tombstones: Tombstones;
  readonly bucket: Pick<Bucket, 'remove'>;
  readonly catalog: Pick<Catalog, 'forget'>;
  readonly patience: Patience;
  readonly catalogPatience: Patience;
}

/** Whether a shot is among those that were erased, and must not come back. Rejects as `Patience` does. */
export function isErased(shot: Shot, { tombstones, patience }: ErasedOptions): Promise<boolean> {
  return patience.until(
    () => tombstones.covers(shot),
    () => false, // it has read, and shows nothing of whether the bucket takes anything
  );
}

/** Removes what was erased while it was being stored: whoever erased it has looked for it already. */
export async function takeBack({ key }: Kept, shot: Shot, options: ErasedOptions): Promise<void> {
  const { bucket, catalog, patience, catalogPatience } = options;
  await patience.until(
    () => bucket.remove(key),
    (isGone) => isGone,
  );
  await catalogPatience.until(
    () => catalog.forget([shot.id]),
    (gone) => gone > 0,
  );
}
