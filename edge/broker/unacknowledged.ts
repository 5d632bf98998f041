import { type MessageName, nameOf } from './stored-keys.ts';

/** A message without what it says: of its payload the length is known. */
export interface BriefMessage extends MessageName {
  readonly topic: string;
  readonly payload: { readonly length: number };
}

/** What waits for one client. */
interface Session {
  /** Each message with the packet id that it was sent under, 0 before that. */
  readonly ids: Map<MessageKey, number>;
  readonly sent: Map<number, BriefMessage>;
}

/** The counter of a message of this run, of which there may be very many, and the name of an earlier one. */
type MessageKey = number | string;

/**
 * Which messages wait for which client, and under which packet id each was sent: some dozen bytes for each that was taken
 * in by this run, and for each of an earlier one that was sent.
 */
export class Unacknowledged {
  readonly #runId: () => string | undefined;
  readonly #sessions = new Map<string, Session>();

  /** `runId` is what the broker calls itself in this run. */
  constructor(runId: () => string | undefined) {
    this.#runId = runId;
  }

  /** It is to be stored. */
  add(clientId: string, message: MessageName): void {
    const key = this.#keyOf(message);
    if (typeof key === 'number') this.#of(clientId).ids.set(key, 0);
  }

  /**
   * Whether it was acknowledged since it was stored. Not known of those of an earlier run, which nobody asks about either:
   * they come to a client by one way only.
   */
  isGone(clientId: string, message: MessageName): boolean {
    const key = this.#keyOf(message);
    return typeof key === 'number' && !this.#sessions.get(clientId)?.ids.has(key);
  }

  idOf(clientId: string, message: MessageName): number | undefined {
    return this.#sessions.get(clientId)?.ids.get(this.#keyOf(message)) || undefined;
  }

  sentUnder(clientId: string, messageId: number): BriefMessage | undefined {
    return this.#sessions.get(clientId)?.sent.get(messageId);
  }

  /** It is sent under this packet id, and under no other any more. */
  number(clientId: string, messageId: number, message: BriefMessage): void {
    const { ids, sent } = this.#of(clientId);
    sent.delete(this.idOf(clientId, message) ?? 0);
    sent.set(messageId, message);
    ids.set(this.#keyOf(message), messageId);
  }

  remove(clientId: string, message: MessageName): void {
    const session = this.#sessions.get(clientId);
    if (!session) return;
    session.sent.delete(this.idOf(clientId, message) ?? 0);
    session.ids.delete(this.#keyOf(message));
    if (session.ids.size === 0) this.#sessions.delete(clientId);
  }

  #keyOf(message: MessageName): MessageKey {
    return message.brokerId === this.#runId() ? message.brokerCounter : nameOf(message);
  }

  #of(clientId: string): Session {
    const session = this.#sessions.get(clientId) ?? { ids: new Map(), sent: new Map() };
    this.#sessions.set(clientId, session);
    return session;
  }
}
