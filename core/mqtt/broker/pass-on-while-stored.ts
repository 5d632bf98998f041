import { setImmediate } from 'node:timers/promises';
import type { Aedes } from 'aedes';

/** Which message it is: its broker numbers all that it takes in. */
interface Packet {
  readonly brokerId?: string | undefined;
  readonly brokerCounter?: number | undefined;
}

/** The parts of aedes that are meant here, which it does not type. */
interface Publishing {
  readonly persistence: {
    outgoingEnqueueCombi(sessions: unknown, packet: Packet): Promise<unknown>;
    outgoingUpdate(client: unknown, packet: Packet): Promise<void>;
  };
  readonly mq: { emit(packet: Packet, done?: Done): unknown };
}

type Done = (error?: Error | null) => void;

/**
 * aedes 1.2 stores a message, and then under which packet id it is sent, before it sends it: two trips to the disk on each
 * one's way. But only the PUBACK has to wait for the disk, since whoever has none sends again. With this a message is sent
 * while both are written, and is published when they are. What the store refuses at once is not sent.
 */
export function passOnWhileStored(aedes: Aedes): void {
  const { persistence, mq } = aedes as unknown as Publishing;
  const enqueue = persistence.outgoingEnqueueCombi.bind(persistence);
  const update = persistence.outgoingUpdate.bind(persistence);
  const emit = mq.emit.bind(mq);
  /** What is being written of each message that is on its way, by its number. */
  const writes = new Map<number, Promise<unknown>[]>();
  const writesOf = ({ brokerId, brokerCounter = 0 }: Packet) =>
    brokerId === aedes.id ? writes.get(brokerCounter) : undefined;

  persistence.outgoingEnqueueCombi = async (sessions, packet) => {
    const { brokerCounter = 0 } = packet;
    const stored = enqueue(sessions, packet);
    writes.set(brokerCounter, [stored]);
    try {
      await Promise.race([stored, setImmediate()]);
    } catch (error) {
      writes.delete(brokerCounter);
      throw error;
    }
  };
  persistence.outgoingUpdate = async (client, packet) => {
    const updated = update(client, packet);
    const others = writesOf(packet);
    if (!others) return updated;
    others.push(updated);
  };
  mq.emit = (packet, done) => {
    if (!writesOf(packet)) return emit(packet, done);
    return emit(packet, (error) => {
      const all = Promise.all(writesOf(packet) ?? []);
      writes.delete(packet.brokerCounter ?? 0);
      all.then(() => done?.(error), done);
    });
  };
}
