import { portSchema } from '@vedette/core/config';
import { z } from 'zod';

export const edgeBrokerSchema = z.strictObject({
  host: z.string().default('127.0.0.1').describe('address to listen on; 0.0.0.0 for every one, as in a container'),
  port: portSchema.default(1883).describe('MQTT port; 0 takes a free one'),
  drainTimeoutSeconds: z.coerce
    .number()
    .positive()
    .default(3)
    .describe('a subscriber that reads nothing this long is cut off'),
});

export type EdgeBrokerConfig = z.infer<typeof edgeBrokerSchema>;
