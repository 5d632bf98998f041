import type { Aedes, Client, PublishPacket } from 'aedes';

type Done = (error?: Error | null) => void;

/** The part of aedes that is meant here: inside, it passes the client too, which it does not type. */
interface Publishing {
  publish(packet: PublishPacket, client: Client | null | Done, done?: Done): void;
}

/**
 * aedes 1.2 writes the PUBACK of a QoS 1 message and then stores it, so that a crash or a full disk between the two loses
 * what was acknowledged. With this, such a message is published, which stores it for whoever is away, as the last step of
 * its authorization; then comes the PUBACK, and the publishing that aedes would do after that is left out. Where the store
 * refuses the message, the client is cut off without a PUBACK, and sends it again.
 */
export function acknowledgeWhenStored(aedes: Aedes): void {
  const publishing = aedes as unknown as Publishing;
  const publish = publishing.publish.bind(publishing);
  const authorize = aedes.authorizePublish.bind(aedes);
  const published = new WeakSet<PublishPacket>();
  aedes.authorizePublish = (client, packet, done) =>
    authorize(client, packet, (refused) => {
      if (refused || !isAcknowledged(packet)) {
        done(refused);
        return;
      }
      published.add(packet);
      publish(packet, client, done);
    });
  publishing.publish = (packet, client, done) => {
    if (published.has(packet)) done?.();
    else publish(packet, client, done);
  };
}

/** Whether a PUBACK is due: a will is authorized as well, and has no number of its own. */
function isAcknowledged({ qos, messageId }: PublishPacket): boolean {
  return qos === 1 && messageId !== undefined;
}
