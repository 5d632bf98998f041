import type { LevelStore } from './level-store.ts';
import { clientIdIn, rangeOf } from './stored-keys.ts';

/** Bytes that wait for each session, by client id. It reads every queued message once, and decodes none of them. */
export async function queuedBytes(store: Pick<LevelStore, 'entries'>): Promise<ReadonlyMap<string, number>> {
  const bytes = new Map<string, number>();
  for await (const [key, value] of store.entries(rangeOf('outgoing'))) {
    const id = clientIdIn(key);
    bytes.set(id, (bytes.get(id) ?? 0) + value.length);
  }
  return bytes;
}

/** The client ids of all stored sessions. */
export async function sessionIds(store: Pick<LevelStore, 'entries'>): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const [key] of store.entries(rangeOf('subscriptions'))) ids.add(clientIdIn(key));
  return ids;
}
