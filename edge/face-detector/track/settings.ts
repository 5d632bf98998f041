import { z } from 'zod';

const positive = z.number().positive();
const share = z.number().min(0).max(1);
/** A day at most: nothing that is waited for longer is waited for. */
const seconds = positive.max(86_400);

/** How sightings become tracks, and tracks shots. */
export const trackSchema = z.strictObject({
  minOverlap: share.default(0.3).describe('least overlap (IoU) of a sighting with the box where its track should be'),
  maxGapSeconds: seconds.default(1).describe('a track not seen for this long has ended'),
  minSeen: positive.int().default(3).describe('sure sightings before the first shot of a track'),
  sureScore: share.optional().describe("least score of a sure sighting; the model's own unless given"),
  firstWithinSeconds: seconds
    .default(2)
    .describe('the first shot of a track is the best within this time after its first sure sighting'),
  goodWorth: share
    .default(0.4)
    .describe('a sighting of this worth (0 to 1, by score, size, sharpness and pose) is not waited with'),
  bestMargin: z
    .number()
    .min(1)
    .default(1.3)
    .describe('how many times more the best shot must be worth than the first to be sent too'),
  bestWithinSeconds: seconds
    .default(60)
    .describe('the best shot is sent when its track ends, or this long after the first if the track goes on'),
  againSeconds: seconds
    .optional()
    .describe('a track that goes on after its best shot sends another each time this has passed; no more unless given'),
  stationarySeconds: seconds
    .default(120)
    .describe('what has not moved for this long is a thing: of it no more is sent than its first shot'),
  rememberSeconds: seconds
    .default(600)
    .describe('the place of a thing that is found only now and then is remembered for this long'),
  maxTracks: positive.int().default(200).describe('most tracks followed at a time'),
  maxHeldBytes: positive
    .int()
    .default(64 << 20)
    .describe('most bytes of pictures held for tracks that go on'),
});

export type TrackSettings = z.infer<typeof trackSchema>;

/** What is looked at further, of all that is detected. */
export const sizesSchema = z.strictObject({
  minSide: positive.optional().describe('least length of the longer side of a box, in pixels of the frame'),
  maxSide: positive.optional().describe('greatest length of the longer side of a box, in pixels of the frame'),
  minShare: share.optional().describe("least area of a box, as a share of the frame's"),
  maxShare: share.optional().describe("greatest area of a box, as a share of the frame's"),
});

export type SizeSettings = z.infer<typeof sizesSchema>;
