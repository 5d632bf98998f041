import { brokerSchema } from '@vedette/core/config';
import type { z } from 'zod';

const MIB = 1_024 * 1_024;

export const cloudBrokerSchema = brokerSchema({
  port: 1884,
  maxSessionBytes: 64 * MIB,
  maxQueueBytes: 256 * MIB,
  fullQueue: 'beyond, the newest is not kept, and the edge sends it again',
});

export type CloudBrokerConfig = z.infer<typeof cloudBrokerSchema>;
