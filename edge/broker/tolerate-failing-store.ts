import { Readable } from 'node:stream';

/** The part of an aedes persistence that is meant here; neither aedes nor the package types it. */
interface Unguarded {
  putWill(client: unknown, packet: unknown): Promise<unknown>;
  delWill(client: unknown): Promise<unknown>;
  createRetainedStreamCombi(patterns: unknown): AsyncIterable<unknown>;
}

/**
 * Where aedes 1.2 does not expect its store to fail, a full disk ends the process: with a will that cannot be stored or
 * deleted (`storeWill` in its lib/handlers/connect.js) and with retained messages that cannot be read (`handleSubscribe`).
 * With this, a client comes in all the same. A will is stored only for the case that the broker itself dies; when the
 * client does, aedes has it in memory.
 */
export function tolerateFailingStore<P>(persistence: P & Unguarded): P & Unguarded {
  const putWill = persistence.putWill.bind(persistence);
  const delWill = persistence.delWill.bind(persistence);
  const createRetainedStreamCombi = persistence.createRetainedStreamCombi.bind(persistence);
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
