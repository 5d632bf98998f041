import { join } from 'node:path';
import { brokerBounds, type CommonConfig } from '@vedette/core/config';
import { ResourceError } from '@vedette/core/errors';
import { type Broker, FORWARDER_CLIENT_ID, startBroker } from '@vedette/core/mqtt';
import type { ServiceContext } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import type { EdgeBrokerConfig } from './config.ts';
import { openDurablePersistence } from './durable-persistence.ts';

/**
 * Starts the local broker: what it has acknowledged for an absent subscriber survives the end of the process, though not
 * a power cut. Throws ResourceError.
 */
export async function startEdgeBroker(
  config: EdgeBrokerConfig,
  common: CommonConfig,
  context: ServiceContext,
): Promise<Broker> {
  const topics = topicsUnder(common.root, common.shotAlias);
  const durable = await openDurablePersistence(join(common.data, 'edge-broker'), context);
  try {
    const broker = await startBroker(
      {
        name: 'edge-broker',
        host: config.host,
        port: config.port,
        ...brokerBounds(config),
        durable: {
          ...durable.sessions,
          keepFor: [{ clientId: FORWARDER_CLIENT_ID, filters: [...topics.all.shots, topics.all.cameraLedger] }],
        },
      },
      context,
    );
    return {
      ...broker,
      ready: () => (durable.fault === undefined ? broker.ready() : { ready: false, reason: durable.fault }),
      stop: () => broker.stop().finally(() => durable.close()),
    };
  } catch (error) {
    await durable.close();
    throw durable.fault === undefined ? error : new ResourceError(durable.fault, { cause: error });
  }
}
