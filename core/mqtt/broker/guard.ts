import type { Aedes, Client, PublishPacket, Subscription } from 'aedes';

/** What a client may do; it is asked with each message. */
export interface Access {
  mayPublish(topic: string): boolean;
  /** Whether what it publishes there may be retained. */
  mayRetain(topic: string): boolean;
  maySubscribe(filter: string): boolean;
  /** Whether it may get what is published there, by whichever filter. */
  mayRead(topic: string): boolean;
  /** Whether others wait while it, with a session, reads more slowly than they publish. */
  readonly isWaitedFor: boolean;
}

export type DenialReason = 'topic too long' | 'too many subscriptions' | 'not allowed';

export interface GuardOptions {
  /** Most UTF-16 units of a topic or filter. */
  readonly maxTopicLength: number;
  /** Most filters of one client. */
  readonly maxSubscriptions: number;
  /** Undefined: it may do anything. */
  accessOf(client: Client): Access | undefined;
  onDenied(denial: { readonly client: string; readonly topic: string; readonly reason: DenialReason }): void;
}

/** The parts of aedes that are meant here, which it does not type. */
interface Unguarded {
  publish(packet: PublishPacket, client: unknown, done?: (error?: Error | null) => void): void;
  readonly persistence: { addSubscriptions(client: Client, subscriptions: Subscription[]): Promise<void> };
}

/**
 * Holds clients to what they may do. MQTT 3.1.1 has no word for "you may not" where a message is published, and aedes cuts
 * the client off, which then comes back with the same message for ever. So it is acknowledged and dropped, as mosquitto
 * does it; a filter is answered with a failure (SUBACK 0x80).
 */
export function guard(aedes: Aedes, options: GuardOptions): void {
  const { maxTopicLength, maxSubscriptions, accessOf, onDenied } = options;
  const granted = new WeakMap<Client, Set<string>>();
  const isDenied = (client: Client, topic: string, reason: DenialReason | undefined) => {
    if (reason) onDenied({ client: client.id, topic: topic.slice(0, maxTopicLength), reason });
    return reason !== undefined;
  };
  const denialOf = (topic: string, isAllowed: boolean | undefined): DenialReason | undefined => {
    if (topic.length > maxTopicLength) return 'topic too long';
    return isAllowed === false ? 'not allowed' : undefined;
  };

  dropPublishes(aedes, (client, { topic }) =>
    isDenied(client, topic, denialOf(topic, accessOf(client)?.mayPublish(topic))),
  );
  const authorizeSubscribe = aedes.authorizeSubscribe.bind(aedes);
  aedes.authorizeSubscribe = (client, subscription, done) => {
    const { topic } = subscription;
    const filters = granted.get(client) ?? new Set();
    granted.set(client, filters);
    const isTooMany = filters.size >= maxSubscriptions && !filters.has(topic);
    const denial = denialOf(topic, accessOf(client)?.maySubscribe(topic));
    if (isDenied(client, topic, denial ?? (isTooMany ? 'too many subscriptions' : undefined))) return done(null, null);
    filters.add(topic);
    authorizeSubscribe(client, subscription, done);
  };
  aedes.on('unsubscribe', (filters, client) => {
    for (const filter of filters) granted.get(client)?.delete(filter);
  });
  storeWhatIsGranted(aedes, granted);
  const authorizeForward = aedes.authorizeForward.bind(aedes);
  // A session may hold what came by a filter that was allowed once.
  aedes.authorizeForward = (client, packet) =>
    accessOf(client)?.mayRead(packet.topic) === false ? null : authorizeForward(client, packet);
}

/** Passes over what is to be dropped, as if it had been published. A will is asked for like a message. */
function dropPublishes(aedes: Aedes, isDropped: (client: Client, packet: PublishPacket) => boolean): void {
  const publishing = aedes as unknown as Unguarded;
  const publish = publishing.publish.bind(publishing);
  const authorize = aedes.authorizePublish.bind(aedes);
  const dropped = new WeakSet<PublishPacket>();
  aedes.authorizePublish = (client, packet, done) => {
    if (!client || !isDropped(client, packet)) return authorize(client, packet, done);
    dropped.add(packet);
    done(null);
  };
  publishing.publish = (packet, client, done) => {
    if (!dropped.has(packet)) publish(packet, client, done);
    else if (typeof client === 'function') client();
    else done?.();
  };
}

/**
 * aedes 1.2 stores every filter of a SUBSCRIBE with the session, the denied ones too, each time that one of them is
 * granted; what comes for a stored filter is delivered when the client comes back.
 */
function storeWhatIsGranted(aedes: Aedes, granted: WeakMap<Client, ReadonlySet<string>>): void {
  const { persistence } = aedes as unknown as Unguarded;
  const add = persistence.addSubscriptions.bind(persistence);
  const stored = new WeakSet<Subscription>();
  persistence.addSubscriptions = async (client, subscriptions) => {
    const filters = granted.get(client);
    const fresh = filters ? subscriptions.filter((one) => filters.has(one.topic) && !stored.has(one)) : subscriptions;
    for (const one of fresh) stored.add(one);
    if (fresh.length > 0) await add(client, fresh);
  };
}
