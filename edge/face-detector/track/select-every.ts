import type { Selector } from './selector.ts';

/** Sends each face of each frame. */
export const selectEvery: Selector = {
  offer: (frame, { width, height, detections }) => detections.map((detection) => ({ frame, width, height, detection })),
  finish: () => [],
};
