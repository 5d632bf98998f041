import { commonSchema } from '@vedette/core/config';
import { createLogger, createMetrics } from '@vedette/core/observe';
import { forwarderSchema, startForwarder } from './index.ts';

/** A forwarder in a process of its own, to be killed: its settings are the arguments, as JSON. */
const [config = '{}', common = '{}'] = process.argv.slice(2).map((json) => JSON.parse(json));
const context = { log: createLogger({ level: 'silent', format: 'json' }), metrics: createMetrics() };
await startForwarder(forwarderSchema.parse(config), commonSchema.parse(common), context);
