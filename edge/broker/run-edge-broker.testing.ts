import { commonSchema } from '@vedette/core/config';
import { createLogger, createMetrics } from '@vedette/core/observe';
import { edgeBrokerSchema, startEdgeBroker } from './index.ts';

/** An edge broker in a process of its own, to be killed: its settings are the arguments, as JSON; it prints its port. */
const [config = '{}', common = '{}'] = process.argv.slice(2).map((json) => JSON.parse(json));
const context = { log: createLogger({ level: 'silent', format: 'json' }), metrics: createMetrics() };
const { port } = await startEdgeBroker(edgeBrokerSchema.parse(config), commonSchema.parse(common), context);
console.log(port);
