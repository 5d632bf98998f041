import { ErrorWithSubackPacket } from 'mqtt';
import { messageOf } from '../../errors.ts';
import { UnreachableError } from './open-stream.ts';

/** How a link failed: nobody was there, the broker does not let it in or listen, or whatever else ended it. */
export type LinkFault = 'unreachable' | 'denied' | 'lost';

/** CONNACK of MQTT 3.1.1: bad user name or password, and not authorized. */
const DENIALS: readonly unknown[] = [4, 5];

export function faultOf(error: Error): LinkFault {
  if (error instanceof UnreachableError) return 'unreachable';
  return DENIALS.includes(codeOf(error)) || error instanceof ErrorWithSubackPacket ? 'denied' : 'lost';
}

/** A refused connection may be an error without a message of its own. */
export function reasonOf(error: Error): string {
  if (error instanceof ErrorWithSubackPacket) {
    return 'the broker does not let it listen to its topics: has it another name there?';
  }
  return messageOf(error) || String(codeOf(error) ?? 'no reason given');
}

/** A number is one of MQTT, in an error of mqtt.js; a word is one of the system. */
function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}
