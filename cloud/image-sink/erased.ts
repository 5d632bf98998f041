import type { Shot } from '@vedette/core/message';
import type { Bucket, Catalog, RuledShot, Tombstones } from '@vedette/store';
import { hasOnlyRead, type Patience } from './patience.ts';
import type { ShotKeeper, Stored } from './shot-keeper.ts';

export interface ErasedOptions {
  readonly tombstones: Tombstones;
  readonly bucket: Pick<Bucket, 'remove'>;
  readonly keeper: Pick<ShotKeeper, 'find'>;
  readonly catalog: Pick<Catalog, 'keyOf' | 'forget'>;
  readonly patience: Patience;
  readonly catalogPatience: Patience;
}

/** The key of a rule by which a shot was erased and must not come back; undefined for none. Rejects as `Patience` does. */
export function erasedBy(
  shot: RuledShot,
  { tombstones, patience }: Pick<ErasedOptions, 'tombstones' | 'patience'>,
): Promise<string | undefined> {
  return patience.until(() => tombstones.covering(shot), hasOnlyRead);
}

/**
 * Removes what a process that was killed has left of a shot that is refused now: it may have been put behind the erase, which
 * looks no more. Not what was stored of another shot under the same id.
 */
export async function takeAway(shot: Shot, options: ErasedOptions): Promise<void> {
  const { catalog, catalogPatience, keeper, patience } = options;
  const before = await catalogPatience.until(() => catalog.keyOf(shot.id), hasOnlyRead);
  const found = await patience.until(() => keeper.find(shot, before), hasOnlyRead);
  if (!found || found === 'conflict') return;
  if ((await erasedBy(found.entry, options)) !== undefined) await takeBack(found, shot, options);
}

/** Removes a shot that was erased while it was being stored: whoever erased it has looked for it already. */
export async function takeBack({ key }: Stored, shot: Shot, options: ErasedOptions): Promise<void> {
  const { catalog, catalogPatience } = options;
  await removeErased(key, options);
  await catalogPatience.until(
    () => catalog.forget([shot.id]),
    (gone) => gone > 0,
  );
}

/** Removes an object that was erased while it was put. */
export async function removeErased(
  key: string,
  { bucket, patience }: Pick<ErasedOptions, 'bucket' | 'patience'>,
): Promise<void> {
  await patience.until(
    () => bucket.remove(key),
    (isGone) => isGone,
  );
}
