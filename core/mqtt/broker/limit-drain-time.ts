import type { Socket } from 'node:net';
import type { Client } from 'aedes';

/** How often within the timeout it is looked whether something has moved; a look that comes late does no harm. */
const LOOKS = 4;

type Written = (error: Error | null, client: Client) => void;

/** The part of an aedes client that is meant here, which aedes does not type. */
interface Writing {
  waitForDrain(written: Written): void;
}

/** The parts of a socket that Node does not document; its own idle timer looks at the same number. */
interface Sending {
  /** Bytes that the system has not taken yet, of the write that is under way. */
  readonly _handle: { readonly writeQueueSize?: number } | null;
  /** Below TLS, which says so of a write when all of it is gone. */
  readonly _parent?: Sending | null;
}

export interface DrainTimeoutOptions {
  readonly timeoutMs: number;
  /** It is about to be cut off. */
  onTimeout(): void;
}

/**
 * Cuts a client off that takes nothing of what waits for it for so long. aedes 1.2 asks for all of it to be taken within its
 * `drainTimeout`: a long message over a slow link never came, however often the client connected.
 */
export function limitDrainTime(client: Client, socket: Socket, { timeoutMs, onTimeout }: DrainTimeoutOptions): void {
  let waiting: Written[] = [];
  let timer: NodeJS.Timeout | undefined;

  function drained(): void {
    clearInterval(timer);
    timer = undefined;
    for (const written of waiting) setImmediate(written, null, client);
    waiting = [];
  }
  function watch(): void {
    let looks = 0;
    let before = unreadOf(socket);
    timer = setInterval(() => {
      const now = unreadOf(socket);
      looks = now === before ? looks + 1 : 0;
      before = now;
      if (looks < LOOKS) return;
      onTimeout();
      socket.destroy(new Error(`drain timeout: it read nothing for ${timeoutMs / 1_000} s`));
    }, timeoutMs / LOOKS).unref();
  }
  (client as unknown as Writing).waitForDrain = (written) => {
    waiting.push(written);
    if (socket.destroyed) drained();
    else if (!timer) watch();
  };
  socket.on('drain', drained);
  socket.once('close', drained);
}

/** How far the reader is, in a form that is only good to be compared. */
function unreadOf(socket: Socket): string {
  const sending = socket as unknown as Sending;
  const { _handle: handle } = sending._parent ?? sending;
  return `${socket.bytesWritten - socket.writableLength} ${handle?.writeQueueSize ?? 0}`;
}
