import { brokerSchema } from '@vedette/core/config';
import type { z } from 'zod';

export const cloudBrokerSchema = brokerSchema(1884);

export type CloudBrokerConfig = z.infer<typeof cloudBrokerSchema>;
