import { Readable } from 'node:stream';
import { BriefNumbers, type NumberStore } from './brief-numbers.ts';
import type { MessageName } from './stored-keys.ts';
import { type BriefMessage, Unacknowledged } from './unacknowledged.ts';

interface Session {
  readonly id: string;
}

/** What aedes asks about: a message, or no more of it than its packet id, as a PUBACK has it. */
interface Packet extends Partial<BriefMessage> {
  readonly cmd: string;
  readonly qos?: number;
  messageId?: number | undefined;
}

/** The part of an aedes persistence that is meant here; neither aedes nor the package types it. */
interface Outgoing {
  readonly broker: { readonly id: string } | undefined;
  outgoingEnqueueCombi(sessions: readonly { readonly clientId: string }[], message: MessageName): Promise<unknown>;
  outgoingUpdate(session: Session, packet: Packet): Promise<void>;
  outgoingClearMessageId(session: Session, packet: Packet): Promise<unknown>;
  outgoingStream(session: Session): AsyncIterable<Packet & MessageName>;
}

/**
 * When a message is sent, aedes-persistence-level reads it, stores it a second time under its packet id and a third time
 * in its place, and reads one of them for the PUBACK. With this, what is stored under the packet id is a record of some
 * hundred bytes that names the message, and nothing is read: what is known of the unacknowledged ones is in memory. The
 * package can read that record as its own, and takes over where nothing is in memory: for what was sent before a restart,
 * by an older version too, and at QoS 2.
 */
export function numberBriefly<P>(persistence: P & Outgoing, store: NumberStore): P & Outgoing {
  const waiting = new Unacknowledged(() => persistence.broker?.id);
  const numbers = new BriefNumbers(store, waiting);
  const enqueue = persistence.outgoingEnqueueCombi.bind(persistence);
  const update = persistence.outgoingUpdate.bind(persistence);
  const clear = persistence.outgoingClearMessageId.bind(persistence);
  const stream = persistence.outgoingStream.bind(persistence);

  persistence.outgoingEnqueueCombi = async (sessions, message) => {
    for (const { clientId } of sessions) waiting.add(clientId, message);
    try {
      return await enqueue(sessions, message);
    } catch (error) {
      for (const { clientId } of sessions) waiting.remove(clientId, message);
      throw error;
    }
  };
  persistence.outgoingUpdate = async (session, packet) => {
    if (isMessage(packet)) await numbers.number(session.id, packet.messageId, packet);
    else await update(session, packet);
  };
  persistence.outgoingClearMessageId = async (session, packet) => {
    const { messageId } = packet;
    if (messageId === undefined) return undefined; // a second copy that was not sent: the first one is on its way
    const message = isMessage(packet) ? packet : waiting.sentUnder(session.id, messageId);
    if (message) return numbers.remove(session.id, message);
    const cleared = await clear(session, packet);
    if (isNamed(cleared)) waiting.remove(session.id, cleared);
    return cleared;
  };
  persistence.outgoingStream = (session) => Readable.from(numbers.numbered(session.id, stream(session)));
  return persistence;
}

/** Whether it is a message that a PUBACK ends. */
function isMessage(packet: Packet): packet is Packet & BriefMessage & { messageId: number } {
  return packet.cmd === 'publish' && packet.qos === 1 && isNamed(packet) && packet.messageId !== undefined;
}

function isNamed(packet: unknown): packet is MessageName {
  return Boolean((packet as Partial<MessageName> | undefined)?.brokerId);
}
