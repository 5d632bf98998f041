import { ConfigError } from '@vedette/core/errors';
import type { EraseSelection } from '@vedette/store';
import { utcTime } from '../settings/utc-time.ts';

export interface SelectionFlags extends Pick<EraseSelection, 'site' | 'device' | 'camera' | 'session' | 'track'> {
  /** In µs since the epoch. */
  readonly between?: readonly number[];
}

/** Reads one more time of a flag that takes several. */
export function times(text: string, before: readonly number[] = []): number[] {
  return [...before, utcTime(text)];
}

/** Throws ConfigError for what names nothing in particular. */
export function selectionOf({ site, device, camera, session, track, between }: SelectionFlags): EraseSelection {
  if (track === undefined && device === undefined && between === undefined) {
    throw new ConfigError('nothing is named that is to be erased; give --track, --device or --between');
  }
  if (session !== undefined && track === undefined) throw new ConfigError('--session goes with --track');
  const [from, to, ...more] = between ?? [];
  if (between && (from === undefined || to === undefined || more.length > 0)) {
    throw new ConfigError('--between takes two times, FROM and TO');
  }
  if (from !== undefined && to !== undefined && from >= to) throw new ConfigError('--between ends before it begins');
  return { site, device, camera, session, track, from, to };
}
