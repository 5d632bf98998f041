import type { Aedes } from 'aedes';

/** What aedes keeps of a packet beside topic and payload, about. */
const PACKET_BYTES = 200;

/** Of a packet that is cleared, a persistence may have kept no more of the payload than its length. */
interface Packet {
  readonly topic: string;
  readonly payload: { readonly length: number };
}

/** The part of aedes' persistence that is meant here; aedes does not type it. */
interface Queues {
  outgoingEnqueueCombi(subscriptions: readonly { readonly clientId: string }[], packet: Packet): Promise<unknown>;
  outgoingClearMessageId(client: { readonly id: string }, packet: unknown): Promise<Packet | undefined>;
}

/** What waits for a session. */
export interface Waiting {
  readonly messages: number;
  readonly bytes: number;
}

interface QueueBounds {
  /** Most bytes that wait for one session, and most messages: small ones cost memory and time as well. */
  readonly maxSessionBytes: number;
  readonly maxSessionMessages: number;
  /** Most bytes that wait for all of them together. */
  readonly maxBytes: number;
}

export interface BoundQueuesOptions extends QueueBounds {
  /** For these a message is refused, not dropped: whoever publishes it keeps it. The bound of all does not touch them. */
  readonly keepFor: readonly string[];
  /** What waits from before, by client id. */
  readonly queued?: ReadonlyMap<string, Waiting> | undefined;
  onDropped(clientId: string, bytes: number): void;
}

export interface BoundedQueues {
  /** Bytes that wait for all sessions. */
  readonly bytes: number;
  /** Why messages are refused, undefined while they are not. */
  readonly fault: string | undefined;
}

/**
 * aedes keeps whatever comes for an absent session, without end. With this, a message that finds a queue full is not
 * queued, the newest that is: for a session of `keepFor` its publisher gets no PUBACK, as with a disk that is full, and for
 * any other it is dropped and counted.
 */
export function boundQueues(aedes: Aedes, options: BoundQueuesOptions): BoundedQueues {
  const { maxSessionBytes, maxSessionMessages, maxBytes, keepFor, onDropped } = options;
  const { persistence } = aedes as unknown as { readonly persistence: Queues };
  const enqueue = persistence.outgoingEnqueueCombi.bind(persistence);
  const clear = persistence.outgoingClearMessageId.bind(persistence);
  const queued = new Tally(options.queued);
  let refused: { readonly clientId: string; readonly bytes: number } | undefined;
  const isOver = (clientId: string, more: number) => {
    const { messages, bytes } = queued.of(clientId);
    return bytes + more > maxSessionBytes || messages >= maxSessionMessages;
  };

  persistence.outgoingEnqueueCombi = async (subscriptions, packet) => {
    const bytes = sizeOf(packet);
    const full = subscriptions.find(({ clientId }) => keepFor.includes(clientId) && isOver(clientId, bytes));
    if (full) {
      refused = { clientId: full.clientId, bytes };
      throw new Error(faultOf(full.clientId));
    }
    const kept = subscriptions.filter(({ clientId }) => {
      const fits = keepFor.includes(clientId) || !(isOver(clientId, bytes) || queued.bytes + bytes > maxBytes);
      if (fits) queued.add(clientId, 1, bytes);
      else onDropped(clientId, bytes);
      return fits;
    });
    try {
      return await enqueue(kept, packet);
    } catch (error) {
      for (const { clientId } of kept) queued.add(clientId, -1, -bytes);
      throw error;
    }
  };
  persistence.outgoingClearMessageId = async (client, packet) => {
    const cleared = await clear(client, packet);
    if (cleared?.payload) queued.add(client.id, -1, -sizeOf(cleared));
    return cleared;
  };

  function faultOf(clientId: string): string {
    const { messages, bytes } = queued.of(clientId);
    const most = `${maxSessionMessages} and ${maxSessionBytes} at most`;
    return `no message is taken: ${messages} messages of ${bytes} bytes wait for ${clientId}, of ${most}`;
  }
  return {
    get bytes() {
      return queued.bytes;
    },
    get fault() {
      return refused && isOver(refused.clientId, refused.bytes) ? faultOf(refused.clientId) : undefined;
    },
  };
}

function sizeOf({ topic, payload }: Packet): number {
  return PACKET_BYTES + topic.length + payload.length;
}

const NOTHING: Waiting = { messages: 0, bytes: 0 };

/** What waits by client id. */
class Tally {
  readonly #waiting: Map<string, Waiting>;
  #bytes = 0;

  constructor(initial: ReadonlyMap<string, Waiting> = new Map()) {
    this.#waiting = new Map(initial);
    for (const { bytes } of initial.values()) this.#bytes += bytes;
  }

  /** For all of them. */
  get bytes(): number {
    return this.#bytes;
  }

  of(clientId: string): Waiting {
    return this.#waiting.get(clientId) ?? NOTHING;
  }

  /** What was measured otherwise before a restart may differ by a little, but never falls below none. */
  add(clientId: string, messages: number, bytes: number): void {
    const before = this.of(clientId);
    const after = { messages: Math.max(0, before.messages + messages), bytes: Math.max(0, before.bytes + bytes) };
    this.#bytes += after.bytes - before.bytes;
    if (after.messages > 0 || after.bytes > 0) this.#waiting.set(clientId, after);
    else this.#waiting.delete(clientId);
  }
}
