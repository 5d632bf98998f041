import { onTestFinished } from 'vitest';
import { type Broker, startBroker } from '../mqtt/broker/broker.ts';
import type { BrokerOptions } from '../mqtt/broker/broker-options.ts';
import type { ServiceContext } from '../run/service.ts';
import { quietContext } from './context.ts';

/** A broker in memory on a free port, or on a given one; it stops with the test. */
export async function testBroker(
  over: Partial<BrokerOptions> = {},
  context: ServiceContext = quietContext(),
): Promise<Broker & { readonly url: string }> {
  const options = {
    ...{ name: 'edge-broker', host: '127.0.0.1', port: 0, drainTimeoutMs: 3_000, maxMessageBytes: 1 << 24 },
    ...{ maxConnections: 100, maxSubscriptions: 100, maxSessionBytes: 1 << 26, maxQueueBytes: 1 << 28 },
    ...{ maxAbsentSessions: 100, maxAbsentMs: 86_400_000 },
  };
  const broker = await startBroker({ ...options, ...over }, context);
  onTestFinished(() => broker.stop());
  return { ...broker, url: `mqtt://127.0.0.1:${broker.port}` };
}
