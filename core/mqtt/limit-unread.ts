import type { Socket } from 'node:net';
import type { Client } from 'aedes';

/** Half a second of the most that the broker can pass on, and half a minute of what a camera sends. */
const MAX_UNREAD_BYTES = 16 * 1_024 * 1_024;

type Written = (error: Error | null, client: Client) => void;

/** The part of an aedes client that is meant here, which aedes does not type. */
interface Writing {
  waitForDrain(written: Written): void;
}

/**
 * Where a subscriber reads more slowly than is published, aedes lets everybody wait for it: the whole broker goes at the
 * pace of the slowest, as long as that reads now and then. With this, nobody waits for one without a session, to whom
 * nothing is promised: it may fall behind by so many bytes, and is cut off then. One with a session is waited for until
 * `drainTimeout`, which is how a sink that has enough to do slows down what comes.
 */
export function limitUnread(client: Client, socket: Socket): void {
  const writing = client as unknown as Writing;
  const waitForDrain = writing.waitForDrain.bind(writing);
  writing.waitForDrain = (written) => {
    if (!client.clean) {
      waitForDrain(written);
      return;
    }
    waitForDrain(() => undefined); // it is cut off as well when it does not read at all
    setImmediate(written, null, client);
    const unread = socket.writableLength;
    if (unread > MAX_UNREAD_BYTES) socket.destroy(new Error(`it reads too slowly: ${unread} bytes wait for it`));
  };
}
