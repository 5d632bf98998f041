import { z } from 'zod';

/** How the pictures of a camera are taken. */
export const captureSchema = z.strictObject({
  warmUpFrames: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .optional()
    .describe(
      'frames that nobody looks at, each time a camera is started, while it finds its exposure; ' +
        '10 for a camera on this machine and none for others unless given',
    ),
  rotate: z
    .literal([0, 90, 180, 270])
    .default(0)
    .describe('degrees by which the pictures of a camera or video are turned, clockwise'),
  mirror: z
    .boolean()
    .default(false)
    .describe('whether left and right are then swapped; with rotate 180, that is up and down'),
});
