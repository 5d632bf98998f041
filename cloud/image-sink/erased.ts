import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';
import type { Shot } from '@vedette/core/message';
import { type RetrySchedule, retryDelays } from '@vedette/core/run';
import type { Catalog, Remover, Tombstones } from '@vedette/store';
import type { Patience } from './patience.ts';
import type { Stored } from './shot-keeper.ts';

export interface ErasedOptions {
  readonly tombstones: Tombstones;
  readonly remover: Remover;
  readonly catalog: Pick<Catalog, 'forget'>;
  readonly patience: Patience;
  readonly catalogPatience: Patience;
  /** Aborted when bucket and catalog are no longer waited for. */
  readonly giveUp: AbortSignal;
}

const RETRY: RetrySchedule = { firstMs: 200, maxMs: 10_000 };

/** Whether a shot is among those that were erased, and must not come back. Rejects as `Patience` does. */
export function isErased(shot: Shot, { tombstones, patience }: ErasedOptions): Promise<boolean> {
  return patience.until(
    () => tombstones.covers(shot),
    () => false, // it has read, and shows nothing of whether the bucket takes anything
  );
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

/**
 * Removes an object that was erased while it was put. An erase may take its time, and this its turn behind that: so it is no
 * sign that the bucket does not answer, and whether that fails is said by whoever stores.
 */
export async function removeErased(key: string, { remover, giveUp }: ErasedOptions): Promise<void> {
  for (const delayMs of retryDelays(RETRY)) {
    try {
      return await remover.remove(key);
    } catch (error) {
      if (giveUp.aborted || !(error instanceof ResourceError)) throw error;
    }
    await sleep(delayMs, undefined, { signal: giveUp });
  }
}
