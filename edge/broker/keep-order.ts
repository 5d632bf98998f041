/** The part of an aedes persistence that is meant here; neither aedes nor the package types it. */
interface Outgoing {
  outgoingEnqueueCombi(subscriptions: unknown, packet: unknown): Promise<unknown>;
}

/**
 * Lets each stored message go on only when those before it are stored: LevelDB finishes writes in any order, and a client
 * gets the messages of a publisher in the order in which they were published (MQTT 3.1.1, 4.6).
 */
export function keepOrder<P>(persistence: P & Outgoing): P {
  const enqueue = persistence.outgoingEnqueueCombi.bind(persistence);
  let last: Promise<unknown> = Promise.resolve();
  persistence.outgoingEnqueueCombi = (subscriptions, packet) => {
    const before = last;
    const stored = enqueue(subscriptions, packet);
    const inTurn = () => before;
    last = stored.then(inTurn, inTurn);
    return stored.then(inTurn);
  };
  return persistence;
}
