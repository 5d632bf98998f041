import type { Receipt } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import type { Place, Topics } from '@vedette/core/topics';
import type { BookKeeper } from './books/book-keeper.ts';

/** For whoever counts from outside. */
export interface SinkHooks {
  /** What came under this id has its end; if under a `key`, it is durable there. Called before the receipt is sent. */
  onKept?(id: string, key: string, outcome: Receipt['outcome']): void;
}

export interface AnswerOptions {
  readonly topics: Topics;
  readonly books: Pick<BookKeeper, 'count'>;
  readonly hooks: SinkHooks;
  send(topic: string, payload: string): void;
}

/** What a payload says of where and when it was captured (µs since the epoch), as far as it can be read. */
export interface Said {
  readonly from?: Pick<Place, 'site' | 'device'> & { readonly camera?: string };
  readonly at?: number;
}

/**
 * Sends the receipt, and counts it in the books. It goes to the device that the topic names, since that is who sent the
 * payload; on an alias, to the one that the payload names.
 */
export function answer({ topic }: MqttMessage, said: Said, receipt: Receipt, options: AnswerOptions): void {
  const { topics, books, hooks, send } = options;
  const { id, key, outcome, reason = '', storedAt } = receipt;
  hooks.onKept?.(id, key, outcome);
  const from = topics.placeOf(topic) ?? said.from;
  if (!from) return;
  const ended = outcome === 'rejected' ? { outcome, reason } : { outcome };
  if (from.camera !== undefined) books.count({ ...from, camera: from.camera }, said.at ?? storedAt, ended);
  send(topics.receipt(from), JSON.stringify(receipt));
}
