import { z } from 'zod';
import { portSchema } from './common.ts';

/** The settings of a broker that listens on `port` unless told otherwise; both sides have the same. */
export function brokerSchema(port: number) {
  return z.strictObject({
    host: z.string().default('127.0.0.1').describe('address to listen on; 0.0.0.0 for every one, as in a container'),
    port: portSchema.default(port).describe('MQTT port; 0 takes a free one'),
    drainTimeoutSeconds: z
      .number()
      .positive()
      .max(86_400)
      .default(3)
      .describe('a subscriber that reads nothing this long is cut off'),
    maxMessageBytes: z
      .number()
      .int()
      .min(65_536)
      .default(16 * 1_024 * 1_024)
      .describe('a client that sends a longer message is cut off'),
  });
}
