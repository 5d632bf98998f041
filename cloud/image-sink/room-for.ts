import type { ImageSinkConfig } from './config.ts';
import type { Room } from './in-work.ts';
import { bytesInWork } from './packs/pack-keeper.ts';

/** However many are in work at once, they take no more memory than so many of the largest. */
const IMAGES_IN_WORK = 8;
/** Beside packs; what is larger than either comes alone. */
const IMAGES_BESIDE_PACKS = 2;
/** Shots that wait for their packs take no more than their bytes. */
const PACKED_IN_WORK = 20_000;

/**
 * What a sink has in work at once. Small packs take no room from what is too large for them; and large images are no reason
 * to hold more shots than go into packs, since those that wait longer are sent again.
 */
export function roomFor({
  packs,
  concurrency,
  maxImageBytes,
}: Pick<ImageSinkConfig, 'packs' | 'concurrency' | 'maxImageBytes'>): Room {
  if (!packs) return { messages: concurrency, bytes: IMAGES_IN_WORK * maxImageBytes };
  return { messages: PACKED_IN_WORK, bytes: Math.max(bytesInWork(packs), IMAGES_BESIDE_PACKS * maxImageBytes) };
}
