export { brokerBounds, brokerSchema } from './broker.ts';
export {
  type BrokerLogin,
  type BrokerLoginSettings,
  brokerLoginSettings,
  readBrokerLogin,
  readKeyPair,
  readPem,
} from './broker-login.ts';
export { brokerUrlSchema } from './broker-url.ts';
export { checkedBy } from './checked-by.ts';
export { type CommonConfig, commonSchema, portSchema, secret } from './common.ts';
export { environmentName, type Leaf, leavesOf } from './leaves.ts';
export { type Layers, loadConfig } from './load.ts';
export { redact } from './redact.ts';
export { configReference } from './reference.ts';
export type { Tree } from './tree.ts';
