import { isClockSuspect, nowMicros } from '@vedette/core/message';
import type { SpoolEntry } from '../spool/index.ts';

/**
 * When an entry was captured, in ms on the clock of `now`, which does not follow when the system's time is set later. Where
 * the entry's time or the system's cannot be right, it counts as captured now.
 */
export function capturedAt({ at }: Pick<SpoolEntry, 'at'>, now: number): number {
  const wall = nowMicros();
  if (isClockSuspect(at) || isClockSuspect(wall)) return now;
  return now - Math.max(0, wall - at) / 1_000;
}
