import type { Waiting } from '@vedette/core/mqtt';
import type { LevelStore } from './level-store.ts';
import { clientIdIn, rangeOf } from './stored-keys.ts';

/** What waits for each session, by client id. It reads every queued message once, and decodes none of them. */
export async function queuedMessages(store: Pick<LevelStore, 'entries'>): Promise<ReadonlyMap<string, Waiting>> {
  const queued = new Map<string, Waiting>();
  for await (const [key, value] of store.entries(rangeOf('outgoing'))) {
    const id = clientIdIn(key);
    const { messages, bytes } = queued.get(id) ?? { messages: 0, bytes: 0 };
    queued.set(id, { messages: messages + 1, bytes: bytes + value.length });
  }
  return queued;
}

/** The client ids of all stored sessions. */
export async function sessionIds(store: Pick<LevelStore, 'entries'>): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const [key] of store.entries(rangeOf('subscriptions'))) ids.add(clientIdIn(key));
  return ids;
}
