import { X509Certificate } from 'node:crypto';
import { ErrorWithSubackPacket } from 'mqtt';
import { messageOf } from '../../errors.ts';
import { certificateEnd } from '../certificate-end.ts';
import { HandshakeError, UnreachableError } from './open-stream.ts';

/**
 * How a link failed: nobody was there; TLS would have none of it; the broker does not let it in or listen; a message could
 * not be handled here; or whatever else ended it.
 */
export type LinkFault = 'unreachable' | 'untrusted' | 'denied' | 'unhandled' | 'lost';

/** A message that was not taken: the broker keeps it, and it comes again. */
export class UnhandledError extends Error {
  override name = 'UnhandledError';
}

/** CONNACK of MQTT 3.1.1: bad user name or password, and not authorized. */
const DENIALS: readonly unknown[] = [4, 5];

export function faultOf(error: Error): LinkFault {
  if (error instanceof UnreachableError) return 'unreachable';
  if (error instanceof HandshakeError) return 'untrusted';
  if (error instanceof UnhandledError) return 'unhandled';
  return DENIALS.includes(codeOf(error)) || error instanceof ErrorWithSubackPacket ? 'denied' : 'lost';
}

/** A refused connection may be an error without a message of its own. `certificate`: what was shown, in PEM. */
export function reasonOf(error: Error, certificate?: string): string {
  if (error instanceof ErrorWithSubackPacket) {
    return 'the broker does not let it listen to its topics: has it another name there?';
  }
  const reason = messageOf(error) || String(codeOf(error) ?? 'no reason given');
  const expiry = certificate === undefined || faultOf(error) !== 'denied' ? undefined : expiryOf(certificate);
  return expiry === undefined ? reason : `${reason}; the certificate that was shown expired on ${expiry}`;
}

/** The day of a certificate's end, where it is over. */
function expiryOf(certificate: string): string | undefined {
  const { ms, day } = certificateEnd(new X509Certificate(certificate));
  return ms < Date.now() ? day : undefined;
}

/** A number is one of MQTT, in an error of mqtt.js; a word is one of the system. */
function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}
