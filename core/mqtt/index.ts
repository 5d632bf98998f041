export type { Absences } from './absent-sessions.ts';
export type { Admission, Identity, Login } from './admission.ts';
export {
  type Broker,
  type BrokerOptions,
  type DurableSessions,
  type DurableSubscription,
  startBroker,
} from './broker.ts';
export { FORWARDER_CLIENT_ID } from './client-id.ts';
export type { Access } from './guard.ts';
export { KeptLink, type KeptLinkOptions } from './kept-link.ts';
export { type LinkOptions, type MqttLink, type MqttMessage, openLink } from './link.ts';
export type { ListenerTls } from './listener.ts';
export type { LinkTls } from './open-stream.ts';
