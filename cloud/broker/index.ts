export { type CloudBroker, startCloudBroker } from './cloud-broker.ts';
export { type CloudBrokerConfig, cloudBrokerPort, cloudBrokerSchema, identitiesFileOf } from './config.ts';
