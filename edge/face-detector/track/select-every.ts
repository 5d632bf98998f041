import { othersOf } from './others-of.ts';
import type { Selector } from './selector.ts';

/** Sends each face of each frame. */
export const selectEvery: Selector = {
  offer: (frame, found, unwanted) => ({
    picks: found.detections.map((detection) => ({
      ...{ frame, width: found.width, height: found.height, detection },
      others: othersOf(detection, found, unwanted),
    })),
    letGo: [],
  }),
  still: () => ({ picks: [], letGo: [] }),
  finish: () => ({ picks: [], letGo: [] }),
};
