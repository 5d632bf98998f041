import { brokerSchema } from '@vedette/core/config';
import type { z } from 'zod';

const MIB = 1_024 * 1_024;

export const edgeBrokerSchema = brokerSchema({
  port: 1883,
  maxSessionBytes: 512 * MIB,
  maxQueueBytes: 768 * MIB,
  fullQueue: "beyond, the forwarder's takes no message, and others lose the newest",
});

export type EdgeBrokerConfig = z.infer<typeof edgeBrokerSchema>;
