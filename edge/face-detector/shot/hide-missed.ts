import type { Detection } from '../detect/detector.ts';
import type { Selector } from '../track/selector.ts';
import { MissedPlaces } from './missed-places.ts';
import { type Privacy, showingOf } from './privacy.ts';

/** As long as a track goes on without being seen, by default. */
const KEEP_FOR = 1_000_000;

/**
 * Has those hidden as well who are to be hidden and whom the detector misses for a moment; for frames that follow one
 * another, which the pictures of a folder do not.
 */
export function hideMissed(selector: Selector, privacy: Privacy): Selector {
  const places = new MissedPlaces(KEEP_FOR);
  const isHidden = (detection: Detection) => showingOf(privacy, detection) !== 'full';
  return {
    offer(frame, found, unwanted = []) {
      const { detections, unsure = [] } = found;
      const missed = places.after([...detections, ...unsure, ...unwanted].filter(isHidden), frame.at);
      return selector.offer(frame, found, [...unwanted, ...missed]); // where they may be is no sighting
    },
    still: (at) => selector.still(at),
    finish: () => selector.finish(),
  };
}
