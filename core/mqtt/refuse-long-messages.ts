import type { Socket } from 'node:net';
import type { Client } from 'aedes';

/** The part of an aedes client that is meant here, which aedes does not type. */
interface Reading {
  /** Its packet is the one that is being read; the length is what its header announces, or -1 as long as that is not read. */
  readonly _parser: { readonly packet: { readonly length: number } };
}

/**
 * Cuts a client off as soon as it announces a packet of more than `maxBytes`. aedes 1.2 gathers whatever is announced, up
 * to the 256 MB of MQTT, in memory to its end and copies it, before anybody is asked. What of the packet came with its
 * header is read all the same: 64 KiB, as much as Node takes from a socket at once.
 */
export function refuseLongMessages(client: Client, socket: Socket, maxBytes: number, onRefused: () => void): void {
  const { _parser: parser } = client as unknown as Reading;
  socket.on('readable', () => {
    const { length } = parser.packet;
    if (length <= maxBytes || socket.destroyed) return;
    onRefused();
    socket.destroy(new Error(`a message of ${length} bytes, where maxMessageBytes is ${maxBytes}`));
  });
}
