import type { Books } from './books.ts';

/** The last line of a run that ends by itself; every shot is in exactly one of `stored` to `lost`. */
export interface Summary {
  readonly frames: number;
  readonly faces: number;
  readonly shots: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly dropped: number;
  /** Shots that are in the spool still, for the next start. */
  readonly waiting: number;
  /** Shots that are nowhere: neither receipted, dropped with a reason, nor waiting. */
  readonly lost: number;
  /** Shots of earlier runs that are in the spool still; they are in none of the others. */
  readonly earlier: number;
  readonly seconds: number;
}

/** `spooled`: payloads in the spool at the end, those of earlier runs included; `seconds` as measured. */
export function summarize(
  detector: { frames: number; faces: number },
  books: Books,
  spooled: number,
  seconds: number,
): Summary {
  const stored = books.settled('stored');
  const duplicates = books.settled('duplicate');
  const rejected = books.settled('rejected');
  const dropped = books.settled('dropped');
  const waiting = Math.min(books.unsettled, spooled);
  const lost = books.unsettled - waiting;
  return {
    frames: detector.frames,
    faces: detector.faces,
    shots: stored + duplicates + rejected + dropped + waiting + lost,
    stored,
    duplicates,
    rejected,
    dropped,
    waiting,
    lost,
    earlier: spooled - waiting,
    seconds: Math.round(seconds * 10) / 10,
  };
}
