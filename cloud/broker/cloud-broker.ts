import { brokerBounds } from '@vedette/core/config';
import { type Broker, startBroker } from '@vedette/core/mqtt';
import type { ServiceContext } from '@vedette/core/run';
import type { CloudBrokerConfig } from './config.ts';

/**
 * Starts the cloud's broker. It keeps nothing on disk: what it held when it died has no receipt yet,
 * so the edge sends it again. Throws PortTakenError.
 */
export function startCloudBroker(config: CloudBrokerConfig, context: ServiceContext): Promise<Broker> {
  const { host, port } = config;
  return startBroker({ name: 'cloud-broker', host, port, ...brokerBounds(config) }, context);
}
