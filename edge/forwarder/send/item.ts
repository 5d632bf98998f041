import type { SpoolEntry } from '../spool/index.ts';
import type { Flier } from './in-flight.ts';
import type { Waiter } from './waiting-room.ts';

/** After so many misses an entry leaves the first window. */
export const MAX_MISSES = 3;

/** An entry of the spool, and how its sending went so far. */
export class Item implements Waiter, Flier {
  entry: SpoolEntry;
  readonly capturedAt: number;
  readonly classIndex: number;
  readonly delays: Iterator<number, never>;
  isSent = false;
  /** Times that its receipt was waited for in vain, and of these, times that others had theirs. */
  misses = 0;
  passedOver = 0;
  /** How many receipts had come when it was sent. */
  receiptsBefore = 0;
  dueAt: number | undefined;

  constructor(entry: SpoolEntry, capturedAt: number, classIndex: number, delays: Iterator<number, never>) {
    this.entry = entry;
    this.capturedAt = capturedAt;
    this.classIndex = classIndex;
    this.delays = delays;
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

  get window(): 'first' | 'second' {
    return this.misses < MAX_MISSES ? 'first' : 'second';
  }
}
