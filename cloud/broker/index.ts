export { startCloudBroker } from './cloud-broker.ts';
export { type CloudBrokerConfig, cloudBrokerSchema } from './config.ts';
