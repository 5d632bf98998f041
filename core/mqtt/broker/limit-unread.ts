import type { Socket } from 'node:net';
import type { Client } from 'aedes';

/** Half a second of the most that the broker can pass on, and half a minute of what a camera sends. */
const MAX_UNREAD_BYTES = 16 * 1_024 * 1_024;

/** `retain`: it was retained before the client came. */
type Deliver = (packet: { readonly retain: boolean }, delivered: () => void) => void;

/** The parts of an aedes client that are meant here, which aedes does not type. */
interface Receiving {
  deliver0: Deliver;
  deliverQoS: Deliver;
}

export interface LimitUnreadOptions {
  readonly maxMessageBytes: number;
  /** Whether who publishes waits for this one; it is asked with each message. */
  isWaitedFor(): boolean;
  /** It is about to be cut off. */
  onTooMuch(): void;
}

/**
 * Where a subscriber reads more slowly than is published, aedes lets everybody wait for it: the whole broker goes at the
 * pace of the slowest, as long as that reads now and then. With this, nobody waits but for those that are worth it: any
 * other may fall behind by so many bytes and a message, and is cut off then. What a session holds it gets when it comes back.
 */
export function limitUnread(client: Client, socket: Socket, options: LimitUnreadOptions): void {
  const { maxMessageBytes, isWaitedFor, onTooMuch } = options;
  const receiving = client as unknown as Receiving;
  const notWaiting = (deliver: Deliver): Deliver => {
    return (packet, delivered) => {
      if (packet.retain || isWaitedFor()) return deliver(packet, delivered);
      deliver(packet, () => undefined);
      setImmediate(delivered);
      const unread = socket.writableLength;
      if (unread <= MAX_UNREAD_BYTES + maxMessageBytes || socket.destroyed) return;
      onTooMuch();
      socket.destroy(new Error(`it reads too slowly: ${unread} bytes wait for it`));
    };
  };
  receiving.deliver0 = notWaiting(receiving.deliver0);
  receiving.deliverQoS = notWaiting(receiving.deliverQoS);
}
