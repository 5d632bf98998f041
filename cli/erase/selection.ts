import { ConfigError } from '@vedette/core/errors';
import type { EraseSelection } from '@vedette/store';
import { utcTime } from '../settings/utc-time.ts';

export interface SelectionFlags extends Pick<EraseSelection, 'site' | 'device' | 'camera' | 'session' | 'track'> {
  /** In µs since the epoch. */
  readonly between?: readonly number[];
  /** Nobody is asked. */
  readonly yes?: boolean;
  /** `between` may end in time to come. */
  readonly ahead?: boolean;
}

/** Reads one more time of a flag that takes several. */
export function times(text: string, before: readonly number[] = []): number[] {
  return [...before, utcTime(text)];
}

/** `now` in µs since the epoch. Throws ConfigError for what names nothing in particular, or more than was meant. */
export function selectionOf(flags: SelectionFlags, now: number): EraseSelection {
  const { site, device, camera, session, track, between, yes, ahead } = flags;
  if (track === undefined && device === undefined && between === undefined) {
    throw new ConfigError('nothing is named that is to be erased; give --track, --device or --between');
  }
  if (session !== undefined && track === undefined) throw new ConfigError('--session goes with --track');
  if (yes && track !== undefined && session === undefined) {
    throw new ConfigError(
      `track ${track} may be in many sessions; name one by --session, or go without --yes and look at them`,
    );
  }
  const [from, to, ...more] = between ?? [];
  if (between && (from === undefined || to === undefined || more.length > 0)) {
    throw new ConfigError('--between takes two times, FROM and TO');
  }
  if (from !== undefined && to !== undefined && from >= to) throw new ConfigError('--between ends before it begins');
  if (to !== undefined && to > now && !ahead) {
    const [end, here] = [to, now].map((micros) => new Date(micros / 1_000).toISOString());
    throw new ConfigError(
      `--between ends at ${end}, and it is ${here}: what is captured until then would be refused; end it by now, or give --ahead`,
    );
  }
  return { site, device, camera, session, track, from, to };
}
