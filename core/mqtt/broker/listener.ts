import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, Server as TlsServer } from 'node:tls';
import { gatherWrites } from '../gather-writes.ts';

/** How long a TLS handshake may take. */
const HANDSHAKE_MS = 10_000;

export interface ListenerTls {
  /** PEM: the server's certificate, with those between it and its authority, and its key. */
  readonly cert: string;
  readonly key: string;
  /** PEM: who signs the clients' certificates, which are asked for where this is given. */
  readonly ca?: string | undefined;
}

export interface ListenerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: ListenerTls | undefined;
  readonly maxConnections: number;
  /** A TCP connection stands, also where TLS is to follow. */
  onConnection(socket: Socket): void;
  /** It can be read from. */
  onSocket(socket: Socket): void;
  onTooMany(address: string | undefined): void;
  onHandshakeFailed(error: Error, address: string | undefined): void;
}

export interface Listener {
  readonly port: number;
  /** From now on who comes is met with these; they take the place of others, not of none. */
  renew(tls: ListenerTls): void;
  /** Takes nobody in any more. */
  refuse(): void;
  /** Cuts off who is left. */
  close(): Promise<void>;
}

/** A TCP server, with or without TLS. Rejects with the error of `listen`. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const onSocket = (socket: Socket) => {
    gatherWrites(socket);
    options.onSocket(socket);
  };
  const { tls, onHandshakeFailed } = options;
  const server = tls ? tlsServer(tls, { onSocket, onHandshakeFailed }) : createServer({ noDelay: true }, onSocket);
  server.maxConnections = options.maxConnections;
  server.on('drop', (dropped) => options.onTooMany(dropped?.remoteAddress));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    options.onConnection(socket);
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const closed = once(server, 'close');
  return {
    port: portOf(server),
    renew(renewed) {
      if (server instanceof TlsServer) server.setSecureContext({ ...renewed });
    },
    refuse: () => void server.close(),
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/**
 * A client's certificate is asked for, and not insisted on: who has a password needs none. Whether the one that was shown
 * is any good is in `authorized` of its socket.
 */
function tlsServer(
  { cert, key, ca }: ListenerTls,
  { onSocket, onHandshakeFailed }: Pick<ListenerOptions, 'onSocket' | 'onHandshakeFailed'>,
): Server {
  const asking = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: false };
  const settings = { cert, key, ...asking, noDelay: true, handshakeTimeout: HANDSHAKE_MS };
  const onError = (error: Error, socket: TLSSocket) => onHandshakeFailed(error, addressBelow(socket));
  return createTlsServer(settings, onSocket).on('tlsClientError', onError);
}

/** The TCP connection that carries a TLS socket, which Node does not type; it knows its peer when it is closed, too. */
function addressBelow(socket: TLSSocket): string | undefined {
  const { _parent: below } = socket as { readonly _parent?: Socket };
  return socket.remoteAddress ?? below?.remoteAddress;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
