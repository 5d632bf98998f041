import type { Frame } from '../frame.ts';
import type { Pick } from '../track/selector.ts';

/** Picks that follow one another and are of one frame. */
export interface PicksOfFrame {
  readonly frame: Frame;
  readonly picks: Pick[];
}

export function byFrame(picks: readonly Pick[]): PicksOfFrame[] {
  const groups: PicksOfFrame[] = [];
  for (const pick of picks) {
    const last = groups.at(-1);
    if (last?.frame === pick.frame) last.picks.push(pick);
    else groups.push({ frame: pick.frame, picks: [pick] });
  }
  return groups;
}
