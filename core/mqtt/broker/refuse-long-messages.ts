import type { Socket } from 'node:net';
import type { Client } from 'aedes';

/** Client id, will topic, will, name and password of 64 KiB each are the most that MQTT has room for in a CONNECT. */
const MAX_CONNECT_BYTES = 330_000;

/** The parts of an aedes client that are meant here, which aedes does not type. */
interface Reading {
  /** Its packet is the one that is being read; the length is what its header announces, or -1 as long as that is not read. */
  readonly _parser: { readonly packet: { readonly length: number } };
  /** From its CONNECT on, and once it is let in; in between nothing is read. */
  readonly connecting: boolean;
  readonly connected: boolean;
}

/**
 * Cuts a client off as soon as it announces a packet of more than `maxBytes`, or first one that no CONNECT can be. aedes 1.2 gathers whatever is announced, up
 * to the 256 MB of MQTT, in memory to its end and copies it, before anybody is asked. What of the packet came with its
 * header is read all the same: 64 KiB, as much as Node takes from a socket at once.
 */
export function refuseLongMessages(client: Client, socket: Socket, maxBytes: number, onRefused: () => void): void {
  const reading = client as unknown as Reading;
  socket.on('readable', () => {
    const { length } = reading._parser.packet;
    const isKnown = reading.connecting || reading.connected;
    if (length <= (isKnown ? maxBytes : MAX_CONNECT_BYTES) || socket.destroyed) return;
    onRefused();
    const what = isKnown ? `a message of ${length} bytes, where maxMessageBytes is ${maxBytes}` : tooLong(length);
    socket.destroy(new Error(what));
  });
}

function tooLong(length: number): string {
  return `a first packet of ${length} bytes, where a CONNECT has at most ${MAX_CONNECT_BYTES}`;
}
