/** The part of an aedes persistence that is meant here; neither aedes nor the package types it. */
interface Outgoing {
  outgoingEnqueueCombi(subscriptions: unknown, packet: unknown): Promise<unknown>;
}

/**
 * Lets each stored message go on only when those before it are stored. LevelDB finishes writes in any order, and aedes 1.2
 * takes a message with a lower number than the last one for a repetition and passes it over (`dedupe` in its lib/client.js):
 * of several publishes in flight, one in ten was acknowledged and reached its connected subscriber only after a reconnect.
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
