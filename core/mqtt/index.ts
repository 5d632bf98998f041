export { type Broker, type BrokerOptions, type DurableSubscription, startBroker } from './broker.ts';
export { forwarderClientId } from './client-id.ts';
export { type LinkOptions, type MqttLink, type MqttMessage, openLink } from './link.ts';
