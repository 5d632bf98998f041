import type { Selector } from './selector.ts';

/** Sends each face of each frame. */
export const selectEvery: Selector = {
  offer: (frame, { width, height, detections }) => ({
    picks: detections.map((detection) => ({ frame, width, height, detection })),
    letGo: [],
  }),
  finish: () => ({ picks: [], letGo: [] }),
};
