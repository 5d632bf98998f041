import { retryDelays } from '@vedette/core/run';
import type { SpoolEntry } from '../spool/index.ts';
import type { Flier, Window } from './in-flight.ts';
import type { Sendable } from './undeliverable.ts';
import type { Waiter } from './waiting-room.ts';

/** After so many misses an entry leaves the first window. */
export const MAX_MISSES = 3;
/** Growth of the time between two sends of one entry. */
const MAX_GROWTH = 8;

export interface ItemTraits {
  readonly capturedAt: number;
  readonly classIndex: number;
  /** The time to the second send, at least. */
  readonly resendAfterMs: number;
  /** 0..1 as Math.random. */
  readonly random?: () => number;
}

/** An entry of the spool, and how its sending went so far. */
export class Item implements Waiter, Flier, Sendable {
  entry: SpoolEntry;
  readonly capturedAt: number;
  readonly classIndex: number;
  readonly #delays: Iterator<number, never>;
  isSent = false;
  /** Times that its receipt was waited for in vain. */
  misses = 0;
  passedOver = 0;
  receiptsBefore = 0;
  dueAt: number | undefined;

  constructor(entry: SpoolEntry, { capturedAt, classIndex, resendAfterMs: firstMs, random }: ItemTraits) {
    this.entry = entry;
    this.capturedAt = capturedAt;
    this.classIndex = classIndex;
    this.#delays = retryDelays({ firstMs, maxMs: firstMs * MAX_GROWTH }, random);
  }

  get serial(): number {
    return this.entry.order ?? this.entry.serial;
  }

  get phase(): SpoolEntry['phase'] {
    return this.entry.phase;
  }

  get bytes(): number {
    return this.entry.bytes;
  }

  /** How long it waits for its receipt until it is sent again. */
  nextDelayMs(): number {
    return this.#delays.next().value;
  }

  get window(): Window {
    return this.misses < MAX_MISSES ? 'first' : 'second';
  }
}
