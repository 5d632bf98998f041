import { createHash } from 'node:crypto';

/**
 * The forwarder's durable session on the edge broker, which keeps for it what comes before it first connects. There is one
 * forwarder to an edge broker; were the device's name part of this, a new name would leave the old session's shots behind.
 */
export const FORWARDER_CLIENT_ID = 'vedette-forwarder';

/** Longest client id that our brokers take; every broker must take 23 [MQTT 3.1.1, 3.1.3.1]. */
export const MAX_CLIENT_ID_BYTES = 256;

const HASH_DIGITS = 32;

/** The client id of whoever has these names. What would be too long is cut, and ends in `~` and a hash of the whole. */
export function clientIdOf(...names: readonly string[]): string {
  const id = names.join('-');
  const bytes = Buffer.from(id);
  if (bytes.length <= MAX_CLIENT_ID_BYTES) return id;
  const ending = `~${createHash('sha256').update(bytes).digest('hex').slice(0, HASH_DIGITS)}`;
  const begin = bytes.subarray(0, MAX_CLIENT_ID_BYTES - ending.length);
  return new TextDecoder().decode(begin, { stream: true }) + ending; // a character that was cut is left out
}
