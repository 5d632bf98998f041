import { createHash } from 'node:crypto';
import { redactUrls } from '@vedette/core/observe';
import type { FaceDetectorConfig } from './config.ts';
import { labelSource } from './sources/index.ts';

/** Hex SHA-256 of the settings in force, without what may be secret: a short password could be found by its hash. */
export function hashSettings(config: FaceDetectorConfig): string {
  const { source, brokerUrl } = config;
  const shown = { ...config, source: labelSource(source), brokerUrl: redactUrls(brokerUrl), password: undefined };
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}
