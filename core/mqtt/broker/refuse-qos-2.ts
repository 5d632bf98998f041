import type { Aedes, Client, PublishPacket, Subscription } from 'aedes';

const REFUSED = 'QoS 2 is not taken: publish at QoS 1';

/** What a client sends, as far as it is meant here. */
interface Packet {
  readonly cmd: string;
  readonly subscriptions?: Subscription[];
}

/** The parts of aedes that are meant here, which it does not type. */
interface Parsing {
  readonly _parser: { prependListener(event: 'packet', listener: (packet: Packet) => void): void };
}

interface Outgoing {
  outgoingUpdate(client: unknown, packet: { readonly cmd: string; readonly brokerId?: string }): Promise<void>;
}

/**
 * aedes 1.2 keeps what is published at QoS 2 apart from what waits for a session: it is acknowledged and lost where the
 * queue is full or the broker is killed before the release, and each message that is never released stays in memory, a
 * denied one too. Nothing of ours needs QoS 2. With this, a client that publishes at QoS 2 is cut off, as MQTT 3.1.1 has no
 * other word, and a subscription or a will at QoS 2 is one at QoS 1. What an older version stored at QoS 2 goes out at 1.
 */
export function refuseQos2(aedes: Aedes): void {
  const authorizePublish = aedes.authorizePublish.bind(aedes);
  aedes.authorizePublish = (client, packet, done) => {
    const isWill = packet.messageId === undefined;
    if (packet.qos === 2 && !isWill) done(new Error(REFUSED));
    else authorizePublish(client, atMostOne(packet), done);
  };
  const authorizeForward = aedes.authorizeForward.bind(aedes);
  aedes.authorizeForward = (client, packet) => authorizeForward(client, atMostOne(packet));
  refusePubrecs(aedes);
  const handle = aedes.handle.bind(aedes);
  aedes.handle = (...connection) => {
    const client = handle(...connection);
    lowerSubscriptions(client);
    return client;
  };
}

function atMostOne<P extends PublishPacket>(packet: P): P {
  if (packet.qos === 2) packet.qos = 1;
  return packet;
}

/** Before aedes notes what it will grant. */
function lowerSubscriptions(client: Client): void {
  (client as unknown as Parsing)._parser.prependListener('packet', ({ subscriptions = [] }) => {
    for (const subscription of subscriptions) if (subscription.qos === 2) subscription.qos = 1;
  });
}

/** A PUBREC would put a PUBREL in the place of a message in the queue, whose bytes were counted as waiting for ever. */
function refusePubrecs(aedes: Aedes): void {
  const { persistence } = aedes as unknown as { readonly persistence: Outgoing };
  const update = persistence.outgoingUpdate.bind(persistence);
  persistence.outgoingUpdate = async (client, packet) => {
    const isAnswer = packet.cmd === 'pubrel' && packet.brokerId === undefined; // a stored one names its broker
    if (isAnswer) throw new Error('QoS 2 is not taken: nothing was sent at it');
    await update(client, packet);
  };
}
