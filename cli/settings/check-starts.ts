import { readBrokerLogin } from '@vedette/core/config';
import { ConfigError } from '@vedette/core/errors';
import type { Settings } from './schema.ts';

/**
 * Looks at what each part needs beside its settings, as its start does: files that they name, and who may come in. Throws
 * ConfigError with a line for each part that would not start.
 */
export async function checkStarts(settings: Settings): Promise<void> {
  const { checkCloudBroker } = await import('@vedette/cloud-broker/tools');
  const { faceDetector, forwarder, imageSink, cloudBroker, api } = settings;
  const parts: readonly [name: string, check: () => unknown][] = [
    ['face-detector', () => readBrokerLogin('faceDetector.', faceDetector.brokerUrl, faceDetector)],
    ['forwarder', () => readBrokerLogin('forwarder.', forwarder.cloudUrl, forwarder)],
    ['cloud-broker', () => checkCloudBroker(cloudBroker, settings)],
    ['image-sink', () => readBrokerLogin('imageSink.', imageSink.brokerUrl, imageSink)],
    ['api', () => readBrokerLogin('api.', api.brokerUrl, api)],
  ];
  const faults: string[] = [];
  for (const [name, check] of parts) {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      faults.push(`${name} would not start: ${error.message}`);
    }
  }
  if (faults.length > 0) throw new ConfigError(faults.join('\n  '));
}
