// An edge broker in a process of its own: ours, or the same over aedes-persistence-level as that comes. Says its port.
//   broker.mjs vedette|plain FOLDER
import { brokerBounds, commonSchema } from '../../core/dist/config/index.js';
import { FORWARDER_CLIENT_ID, startBroker } from '../../core/dist/mqtt/index.js';
import { createLogger, createMetrics } from '../../core/dist/observe/index.js';
import { edgeBrokerSchema, startEdgeBroker } from '../../edge/broker/dist/index.js';
import { openPlainPersistence } from '../../edge/broker/dist/plain-persistence.testing.js';

const [kind, data] = process.argv.slice(2);
const config = edgeBrokerSchema.parse({ port: 0 });
const context = { log: createLogger({ level: 'warn', format: 'json' }), metrics: createMetrics() };

async function startPlain() {
  const { persistence } = await openPlainPersistence(data);
  const keepFor = [{ clientId: FORWARDER_CLIENT_ID, filters: ['#'] }];
  const { host, port } = config;
  return startBroker(
    { name: 'edge-broker', host, port, ...brokerBounds(config), durable: { persistence, keepFor } },
    context,
  );
}

const { port } = await (kind === 'plain'
  ? startPlain()
  : startEdgeBroker(config, commonSchema.parse({ data, device: 'edge' }), context));
console.log(port);
