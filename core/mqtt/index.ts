export { type Broker, type BrokerOptions, startBroker } from './broker.ts';
export { type LinkOptions, type MqttLink, type MqttMessage, openLink } from './link.ts';
