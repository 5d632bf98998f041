export { everyBrokerTakes } from './every-broker-takes.ts';
export { type Place, type Topics, topicsUnder } from './topics.ts';
