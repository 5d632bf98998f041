/**
 * The forwarder's durable session on the edge broker, which keeps for it what comes before it first connects. There is one
 * forwarder to an edge broker; were the device's name part of this, a new name would leave the old session's shots behind.
 */
export const FORWARDER_CLIENT_ID = 'vedette-forwarder';
