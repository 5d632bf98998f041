import type { Aedes } from 'aedes';
import { messageOf } from '../../errors.ts';

/** The part of aedes' persistence that is meant here; aedes does not type it. */
interface Outgoing {
  outgoingUpdate(client: unknown, packet: unknown): Promise<void>;
}

/**
 * While a session is brought up to date and new messages come in, aedes 1.2 may send one of them on both ways. Where
 * the client has acknowledged it in between, aedes finds "no such packet" and cuts the client off: under steady traffic
 * at nearly every reconnect, several times over. With this, the second copy goes out, as QoS 1 allows.
 */
export function tolerateAcknowledged(aedes: Aedes): void {
  const { persistence } = aedes as unknown as { readonly persistence: Outgoing };
  const update = persistence.outgoingUpdate.bind(persistence);
  persistence.outgoingUpdate = async (client, packet) => {
    try {
      await update(client, packet);
    } catch (error) {
      if (messageOf(error) !== 'no such packet') throw error;
    }
  };
}
