import { apiSchema } from '@vedette/api/config';
import { cloudBrokerSchema } from '@vedette/cloud-broker/config';
import { commonSchema } from '@vedette/core/config';
import { edgeBrokerSchema } from '@vedette/edge-broker/config';
import { faceDetectorSchema } from '@vedette/face-detector/config';
import { forwarderSchema } from '@vedette/forwarder/config';
import { imageSinkSchema } from '@vedette/image-sink/config';
import { operationsSchema } from '@vedette/operations/config';
import { catalogSchema, retentionSchema } from '@vedette/store';
import { sweeperSchema } from '@vedette/sweeper/config';
import { workerSchema } from '@vedette/worker/config';
import type { z } from 'zod';

/** The one configuration: what all services read, and a section for each. */
export const settingsSchema = commonSchema.extend({
  edgeBroker: edgeBrokerSchema.prefault({}),
  faceDetector: faceDetectorSchema.prefault({}),
  forwarder: forwarderSchema.prefault({}),
  cloudBroker: cloudBrokerSchema.prefault({}),
  imageSink: imageSinkSchema.prefault({}),
  catalog: catalogSchema.prefault({}),
  retention: retentionSchema,
  sweeper: sweeperSchema.prefault({}),
  operations: operationsSchema.prefault({}),
  worker: workerSchema.prefault({}),
  api: apiSchema.prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;
