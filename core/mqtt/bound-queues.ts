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

interface QueueBounds {
  /** Most bytes that wait for one session. */
  readonly maxSessionBytes: number;
  /** Most bytes that wait for all of them together. */
  readonly maxBytes: number;
}

export interface BoundQueuesOptions extends QueueBounds {
  /** For these a message is refused, not dropped: whoever publishes it keeps it. The bound of all does not touch them. */
  readonly keepFor: readonly string[];
  /** What waits from before, by client id. */
  readonly queuedBytes?: ReadonlyMap<string, number> | undefined;
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
  const { maxSessionBytes, maxBytes, keepFor, onDropped } = options;
  const { persistence } = aedes as unknown as { readonly persistence: Queues };
  const enqueue = persistence.outgoingEnqueueCombi.bind(persistence);
  const clear = persistence.outgoingClearMessageId.bind(persistence);
  const queued = new Tally(options.queuedBytes);
  let refused: { readonly clientId: string; readonly bytes: number } | undefined;
  const isOver = (clientId: string, bytes: number) => queued.of(clientId) + bytes > maxSessionBytes;

  persistence.outgoingEnqueueCombi = async (subscriptions, packet) => {
    const bytes = sizeOf(packet);
    const full = subscriptions.find(({ clientId }) => keepFor.includes(clientId) && isOver(clientId, bytes));
    if (full) {
      refused = { clientId: full.clientId, bytes };
      throw new Error(faultOf(full.clientId));
    }
    const kept = subscriptions.filter(({ clientId }) => {
      const fits = keepFor.includes(clientId) || !(isOver(clientId, bytes) || queued.total + bytes > maxBytes);
      if (fits) queued.add(clientId, bytes);
      else onDropped(clientId, bytes);
      return fits;
    });
    try {
      return await enqueue(kept, packet);
    } catch (error) {
      for (const { clientId } of kept) queued.add(clientId, -bytes);
      throw error;
    }
  };
  persistence.outgoingClearMessageId = async (client, packet) => {
    const cleared = await clear(client, packet);
    if (cleared?.payload) queued.add(client.id, -sizeOf(cleared));
    return cleared;
  };

  function faultOf(clientId: string): string {
    return `no message is taken: ${queued.of(clientId)} bytes wait for ${clientId}, of ${maxSessionBytes} at most`;
  }
  return {
    get bytes() {
      return queued.total;
    },
    get fault() {
      return refused && isOver(refused.clientId, refused.bytes) ? faultOf(refused.clientId) : undefined;
    },
  };
}

function sizeOf({ topic, payload }: Packet): number {
  return PACKET_BYTES + topic.length + payload.length;
}

/** Bytes by client id. */
class Tally {
  readonly #bytes: Map<string, number>;
  #total = 0;

  constructor(initial: ReadonlyMap<string, number> = new Map()) {
    this.#bytes = new Map(initial);
    for (const bytes of initial.values()) this.#total += bytes;
  }

  get total(): number {
    return this.#total;
  }

  of(clientId: string): number {
    return this.#bytes.get(clientId) ?? 0;
  }

  /** What was measured otherwise before a restart may differ by a little, but never falls below none. */
  add(clientId: string, bytes: number): void {
    const before = this.of(clientId);
    const after = Math.max(0, before + bytes);
    this.#total += after - before;
    if (after > 0) this.#bytes.set(clientId, after);
    else this.#bytes.delete(clientId);
  }
}
