/** The keys of aedes-persistence-level are `KIND:CLIENT:REST`, the client's id percent-encoded. */
type Kind = 'outgoing' | 'outgoing-id' | 'subscriptions';

/** Numbers have as many digits, so that they sort. */
const DIGITS = 16;

export interface Range {
  readonly gte: string;
  readonly lt: string;
}

/** Which message it is: its broker numbers all that it takes in, and has another id in each run. */
export interface MessageName {
  readonly brokerId: string;
  readonly brokerCounter: number;
}

export function nameOf({ brokerId, brokerCounter }: MessageName): string {
  return `${brokerId}:${padded(brokerCounter)}`;
}

/** Of a message that waits for a client. */
export function outgoingKey(clientId: string, message: MessageName): string {
  return `outgoing:${encodeURIComponent(clientId)}:${nameOf(message)}`;
}

/** Of what tells which message was sent to a client under a packet id. */
export function outgoingIdKey(clientId: string, messageId: number): string {
  return `outgoing-id:${encodeURIComponent(clientId)}:${padded(messageId)}`;
}

/** All keys of a kind, or those of one client. */
export function rangeOf(kind: Kind, clientId?: string): Range {
  const prefix = clientId === undefined ? kind : `${kind}:${encodeURIComponent(clientId)}`;
  return { gte: `${prefix}:`, lt: `${prefix};` };
}

export function clientIdIn(key: string): string {
  return decodeURIComponent(key.split(':')[1] ?? '');
}

/** The packet id in a key of `outgoing-id`. */
export function messageIdIn(key: string): number {
  return Number(key.split(':')[2]);
}

function padded(number: number): string {
  return String(number).padStart(DIGITS, '0');
}
