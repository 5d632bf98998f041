import { Readable } from 'node:stream';

/** The part of an aedes persistence that is meant here; neither aedes nor the package types it. */
interface Unguarded {
  storeRetained(packet: { readonly qos: number }): Promise<void>;
  putWill(client: unknown, packet: unknown): Promise<unknown>;
  delWill(client: unknown): Promise<unknown>;
  createRetainedStreamCombi(patterns: unknown): AsyncIterable<unknown>;
}

/**
 * Where aedes 1.2 does not expect its store to fail, a full disk ends the process: with a will that cannot be stored or
 * deleted (`storeWill` in its lib/handlers/connect.js) and with retained messages that cannot be read (`handleSubscribe`).
 * With this, a client comes in all the same. A will is stored only for the case that the broker itself dies; when the
 * client does, aedes has it in memory. A status at QoS 0 that cannot be retained is passed on and counted: its client
 * would be cut off at each of them, and nothing was promised.
 */
export function tolerateFailingStore<P>(persistence: P & Unguarded, onNotRetained: () => void): P & Unguarded {
  const storeRetained = persistence.storeRetained.bind(persistence);
  const putWill = persistence.putWill.bind(persistence);
  const delWill = persistence.delWill.bind(persistence);
  const createRetainedStreamCombi = persistence.createRetainedStreamCombi.bind(persistence);
  persistence.storeRetained = (packet) =>
    storeRetained(packet).catch((error) => {
      if (packet.qos > 0) throw error;
      onNotRetained();
    });
  persistence.putWill = (client, packet) => putWill(client, packet).catch(() => undefined);
  persistence.delWill = (client) => delWill(client).catch(() => undefined);
  persistence.createRetainedStreamCombi = (patterns) =>
    Readable.from(untilItFails(createRetainedStreamCombi(patterns)));
  return persistence;
}

async function* untilItFails<T>(items: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* items;
  } catch {
    // The store's fault is told where it is known; a subscriber gets the retained messages when it comes again.
  }
}
