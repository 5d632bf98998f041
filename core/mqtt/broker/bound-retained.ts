import type { Aedes, Client, PublishPacket } from 'aedes';

/** Beyond it no message is retained; ours are of a few KiB. */
const MAX_MESSAGE_BYTES = 65_536;
const MIB = 1_048_576;
const BOUNDS = { ofOne: { messages: 1_000, bytes: 8 * MIB }, ofAll: { messages: 10_000, bytes: 64 * MIB } };

/** What may be retained. */
interface Amount {
  readonly messages: number;
  readonly bytes: number;
}

/** Who publishes. */
interface Publisher {
  /** Empty for one that has no name. */
  readonly name: string;
  mayRetain(topic: string): boolean;
}

export type UnretainedReason = 'not allowed' | 'too long' | 'too many';

export interface BoundRetainedOptions {
  readonly bounds?: { readonly ofOne: Amount; readonly ofAll: Amount };
  /** Undefined: it may do anything. */
  publisherOf(client: Client): Publisher | undefined;
  onUnretained(refusal: { readonly client: string; readonly topic: string; readonly reason: UnretainedReason }): void;
}

/** The part of aedes' persistence that is meant here; aedes does not type it. */
interface Retaining {
  createRetainedStreamCombi(patterns: readonly string[]): AsyncIterable<PublishPacket>;
}

/**
 * aedes retains whatever it is told to, without end. With this, a message that may not be retained, or finds no room, is
 * passed on as any other. Resolves with what is retained, at first what was stored by an earlier run.
 */
export async function boundRetained(aedes: Aedes, options: BoundRetainedOptions): Promise<Readonly<Amount>> {
  const { bounds = BOUNDS, publisherOf, onUnretained } = options;
  const kept = new Retained();
  const { persistence } = aedes as unknown as { readonly persistence: Retaining };
  for await (const { topic, payload } of persistence.createRetainedStreamCombi(['#'])) {
    kept.set(topic, '', topic.length + payload.length);
  }
  const refusalOf = (publisher: Publisher | undefined, topic: string, bytes: number): UnretainedReason | undefined => {
    if (publisher?.mayRetain(topic) === false) return 'not allowed';
    if (bytes > MAX_MESSAGE_BYTES) return 'too long';
    const { name = '' } = publisher ?? {};
    const isOver = !kept.fits(topic, bytes, undefined, bounds.ofAll);
    return isOver || (name !== '' && !kept.fits(topic, bytes, name, bounds.ofOne)) ? 'too many' : undefined;
  };
  const authorize = aedes.authorizePublish.bind(aedes);
  aedes.authorizePublish = (client, packet, done) => {
    if (packet.retain) {
      const { topic, payload } = packet;
      const publisher = client ? publisherOf(client) : undefined; // a will from an earlier run has no client
      const bytes = topic.length + payload.length;
      const reason = refusalOf(publisher, topic, bytes);
      if (reason) {
        packet.retain = false;
        onUnretained({ client: client?.id ?? '', topic, reason });
      } else if (payload.length > 0) {
        kept.set(topic, publisher?.name ?? '', bytes);
      } else {
        kept.delete(topic); // an empty one takes back what is retained
      }
    }
    authorize(client, packet, done);
  };
  return kept;
}

/** What is retained, and whose it is. A store that fails keeps less than is counted here. */
class Retained {
  readonly #byTopic = new Map<string, { readonly name: string; readonly bytes: number }>();
  readonly #byName = new Map<string, Amount>();
  #bytes = 0;

  get messages(): number {
    return this.#byTopic.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether a message in the place of what is there would be within the bounds of a name, or of all. */
  fits(topic: string, bytes: number, name: string | undefined, bounds: Amount): boolean {
    const before = this.#byTopic.get(topic);
    const amount: Amount = name === undefined ? this : (this.#byName.get(name) ?? { messages: 0, bytes: 0 });
    const own = before && (name === undefined || before.name === name) ? before : undefined;
    if (own && bytes <= own.bytes) return true;
    const messages = amount.messages + (own ? 0 : 1);
    return messages <= bounds.messages && amount.bytes + bytes - (own?.bytes ?? 0) <= bounds.bytes;
  }

  set(topic: string, name: string, bytes: number): void {
    this.delete(topic);
    this.#byTopic.set(topic, { name, bytes });
    this.#count(name, 1, bytes);
  }

  delete(topic: string): void {
    const before = this.#byTopic.get(topic);
    if (!before) return;
    this.#byTopic.delete(topic);
    this.#count(before.name, -1, -before.bytes);
  }

  #count(name: string, messages: number, bytes: number): void {
    this.#bytes += bytes;
    const before = this.#byName.get(name) ?? { messages: 0, bytes: 0 };
    const after = { messages: before.messages + messages, bytes: before.bytes + bytes };
    if (after.messages > 0) this.#byName.set(name, after);
    else this.#byName.delete(name);
  }
}
