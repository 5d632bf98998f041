import { z } from 'zod';
import { portSchema } from './common.ts';

const MIB = 1_024 * 1_024;
const DAY_MS = 86_400_000;
const count = z.number().int().positive();

export interface BrokerDefaults {
  readonly port: number;
  readonly maxSessionBytes: number;
  readonly maxQueueBytes: number;
  readonly fullQueue: string;
}

/** The settings of a broker; both sides have the same, with defaults of their own. */
export function brokerSchema({ port, maxSessionBytes, maxQueueBytes, fullQueue }: BrokerDefaults) {
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
      .default(16 * MIB)
      .describe('a client that sends a longer message is cut off'),
    maxConnections: count.default(1_000).describe('most connections at once; further ones are closed'),
    maxSubscriptions: count.default(2_000).describe('most filters of one client; further ones are refused'),
    maxSessionBytes: count.default(maxSessionBytes).describe(`most bytes that wait for one session; ${fullQueue}`),
    maxQueueBytes: count.default(maxQueueBytes).describe('most bytes that wait for all sessions together'),
    maxAbsentSessions: count
      .default(1_000)
      .describe('most sessions without a client; of more, the one that is absent longest ends'),
    sessionDays: z.number().positive().default(30).describe('a session whose client stays away this long ends'),
  });
}

type BrokerSettings = z.infer<ReturnType<typeof brokerSchema>>;

/** The bounds that a broker's settings put to its clients. */
export function brokerBounds({ drainTimeoutSeconds, sessionDays, ...settings }: Omit<BrokerSettings, 'host' | 'port'>) {
  const { maxMessageBytes, maxConnections, maxSubscriptions, maxSessionBytes, maxQueueBytes, maxAbsentSessions } =
    settings;
  return {
    drainTimeoutMs: drainTimeoutSeconds * 1_000,
    maxAbsentMs: sessionDays * DAY_MS,
    ...{ maxMessageBytes, maxConnections, maxSubscriptions, maxSessionBytes, maxQueueBytes, maxAbsentSessions },
  };
}
