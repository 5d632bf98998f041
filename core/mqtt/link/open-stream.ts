import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { Deferred } from './deferred.ts';

export interface LinkTls {
  /** PEM: who may sign the broker's certificate; the system's authorities unless given. */
  readonly ca?: string | undefined;
  /** PEM: the client's own certificate and its key. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

export interface Endpoint {
  /** A name or an IP address. */
  readonly host: string;
  readonly port: number;
  /** Undefined: plain TCP. */
  readonly tls?: LinkTls | undefined;
}

/** There was no TCP connection: nobody was bothered, and it costs little to try again soon. */
export class UnreachableError extends Error {
  override name = 'UnreachableError';
}

/** TLS found something wrong, with the broker's certificate for the most part. */
export class HandshakeError extends Error {
  override name = 'HandshakeError';
}

export interface OpeningStream {
  /** Resolves when bytes can flow both ways; rejects with UnreachableError or HandshakeError. */
  readonly opened: Promise<Duplex>;
  /** Gives it up, also after it was opened. */
  destroy(): void;
}

/** Connects to one address of an endpoint, and shakes hands where it has TLS. */
export function openStream(endpoint: Endpoint, address: string): OpeningStream {
  const { port, tls } = endpoint;
  const opened = new Deferred<Duplex>();
  const socket = connectTcp({ host: address, port, noDelay: true });
  socket.on('error', (error) => opened.reject(new UnreachableError(error.message, { cause: error })));
  socket.once('connect', () => {
    if (!tls) {
      opened.resolve(socket);
      return;
    }
    const secure = secured(socket, endpoint.host, tls);
    secure.on('error', (error) => opened.reject(new HandshakeError(error.message, { cause: error })));
    secure.once('close', () => opened.reject(new Error('the connection was closed during the TLS handshake')));
    secure.once('secureConnect', () => opened.resolve(secure));
  });
  return { opened: opened.promise, destroy: () => socket.destroy() };
}

/** Throws nothing: what is wrong with the certificates is an event. */
function secured(socket: Socket, host: string, tls: LinkTls) {
  const name = isIP(host) ? {} : { servername: host }; // TLS names no IP addresses
  return connectTls({ socket, host, ...name, ...tls });
}
