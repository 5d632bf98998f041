import { brokerSchema } from '@vedette/core/config';
import type { z } from 'zod';

export const edgeBrokerSchema = brokerSchema(1883);

export type EdgeBrokerConfig = z.infer<typeof edgeBrokerSchema>;
