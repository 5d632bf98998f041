import type { Socket } from 'node:net';

/**
 * Connections whose clients have not said who they are. They cost nothing to make, so they get a share of the places only:
 * of too many the one that has been silent longest is closed, and whoever has something to say has its turn.
 */
export class Strangers {
  readonly #max: number;
  readonly #onTooMany: (address: string | undefined) => void;
  /** The TCP sockets, also below TLS, by name, in the order they came. */
  readonly #sockets = new Map<string, Socket>();

  constructor(max: number, onTooMany: (address: string | undefined) => void) {
    this.#max = max;
    this.#onTooMany = onTooMany;
  }

  add(socket: Socket): void {
    const name = nameOf(socket);
    this.#sockets.set(name, socket);
    socket.once('close', () => this.#sockets.get(name) === socket && this.#sockets.delete(name));
    if (this.#sockets.size > this.#max) this.#closeOldest();
  }

  /** It has said who it is; `socket` may be that of the TLS above. */
  delete(socket: Socket): void {
    this.#sockets.delete(nameOf(socket));
  }

  #closeOldest(): void {
    for (const [name, socket] of this.#sockets) {
      this.#sockets.delete(name);
      this.#onTooMany(socket.remoteAddress);
      socket.destroy();
      return;
    }
  }
}

function nameOf({ remoteAddress, remotePort, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localPort}`;
}
