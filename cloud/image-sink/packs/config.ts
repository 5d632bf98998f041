import { z } from 'zod';

/** What goes up in one request, on the condition that it is not there; larger objects go up in parts, which know none. */
const MOST_BYTES = 16_000_000;
/** Some hundred shots; of twice as many each costs hardly less, and several packs are in memory at once. */
const BYTES = 8_000_000;
/** Whoever waits for a receipt longer than that sends again. */
const MOST_SECONDS = 12;

export const packsSchema = z.strictObject({
  maxBytes: z
    .number()
    .int()
    .min(1_000)
    .max(MOST_BYTES)
    .default(BYTES)
    .describe(
      'set this or maxSeconds, and shots go into packs, many in one tar object (docs/storage.md), and all sinks of the bucket share one catalog: one is stored when it has so many bytes; a larger image is an object of its own',
    ),
  maxSeconds: z
    .number()
    .positive()
    .max(MOST_SECONDS)
    .default(4)
    .describe(
      'or so long after its first shot: receipts wait for it, so less than forwarder.silentAfterSeconds of each device',
    ),
});

export type PacksConfig = z.infer<typeof packsSchema>;
