export { type EdgeBrokerConfig, edgeBrokerSchema } from './config.ts';
export { startEdgeBroker } from './edge-broker.ts';
