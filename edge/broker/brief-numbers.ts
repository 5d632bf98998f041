import { pack, unpack } from 'msgpackr';
import type { LevelStore } from './level-store.ts';
import { type MessageName, messageIdIn, nameOf, outgoingIdKey, outgoingKey, rangeOf } from './stored-keys.ts';
import type { BriefMessage, Unacknowledged } from './unacknowledged.ts';

export type NumberStore = Pick<LevelStore, 'batch' | 'entries' | 'forget'>;

/**
 * Under which packet id a stored message was sent, as a record beside it that names it: a client that did not acknowledge
 * it knows it again by that, also after the broker was killed.
 */
export class BriefNumbers {
  readonly #store: NumberStore;
  readonly #waiting: Unacknowledged;

  constructor(store: NumberStore, waiting: Unacknowledged) {
    this.#store = store;
    this.#waiting = waiting;
  }

  /** Notes that the message is about to be sent. Rejects with `no such packet` where it was acknowledged already. */
  async number(clientId: string, messageId: number, message: BriefMessage): Promise<void> {
    if (this.#waiting.isGone(clientId, message)) throw new Error('no such packet');
    // One that is sent again has its record. And from another that has the packet id since an earlier run, it is not taken:
    // the first PUBACK is for that one. This one then stays stored, and is sent once more when the client next comes.
    if (this.#waiting.sentUnder(clientId, messageId)) return;
    const { brokerId, brokerCounter, topic, payload } = message;
    const record = { brokerId, brokerCounter, topic, payload: { length: payload.length } };
    const before = this.#waiting.idOf(clientId, message);
    this.#waiting.number(clientId, messageId, record);
    try {
      await this.#store.batch([
        { type: 'put', key: outgoingIdKey(clientId, messageId), value: pack(record) },
        ...(before === undefined ? [] : [{ type: 'del' as const, key: outgoingIdKey(clientId, before) }]),
      ]);
    } catch (error) {
      this.#waiting.remove(clientId, message);
      this.#waiting.add(clientId, message);
      throw error;
    }
  }

  /** Deletes the message and its record; gives what it deleted. What a kill then brings back is sent once more. */
  remove(clientId: string, message: BriefMessage): BriefMessage | undefined {
    if (this.#waiting.isGone(clientId, message)) return undefined;
    const messageId = this.#waiting.idOf(clientId, message);
    this.#waiting.remove(clientId, message);
    const record = messageId === undefined ? [] : [outgoingIdKey(clientId, messageId)];
    this.#store.forget([outgoingKey(clientId, message), ...record]);
    return message;
  }

  /** The messages that were not acknowledged meanwhile, each with the packet id that it was sent under. */
  async *numbered<M extends MessageName & { messageId?: number | undefined }>(
    clientId: string,
    messages: AsyncIterable<M>,
  ): AsyncGenerator<M> {
    const stored = await this.#stored(clientId);
    for await (const message of messages) {
      if (this.#waiting.isGone(clientId, message)) continue;
      const messageId = this.#waiting.idOf(clientId, message) ?? stored.get(nameOf(message));
      if (messageId !== undefined) message.messageId = messageId;
      yield message;
    }
  }

  /** The packet ids of all records, by the names of their messages. */
  async #stored(clientId: string): Promise<ReadonlyMap<string, number>> {
    const ids = new Map<string, number>();
    for await (const [key, record] of this.#store.entries(rangeOf('outgoing-id', clientId))) {
      ids.set(nameOf(unpack(record)), messageIdIn(key));
    }
    return ids;
  }
}
