import { ErrorWithReasonCode } from 'mqtt';
import { messageOf } from '../errors.ts';
import { UnreachableError } from './open-stream.ts';

/** How a link failed: nobody was there, the broker does not know who asks, or whatever else ended it. */
export type LinkFault = 'unreachable' | 'denied' | 'lost';

/** CONNACK of MQTT 3.1.1: bad user name or password, and not authorized. */
const DENIALS: readonly unknown[] = [4, 5];

export function faultOf(error: Error): LinkFault {
  if (error instanceof UnreachableError) return 'unreachable';
  return error instanceof ErrorWithReasonCode && DENIALS.includes(error.code) ? 'denied' : 'lost';
}

/** A refused connection may be an error without a message of its own. */
export function reasonOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : 'no reason given';
  return messageOf(error) || code;
}
