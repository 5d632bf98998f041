import type { Books } from './books.ts';

/** The last line of a run that ends by itself; every shot is in exactly one of the last five counts. */
export interface Summary {
  readonly frames: number;
  readonly faces: number;
  readonly shots: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly dropped: number;
  /** Shots that have neither a receipt nor a reason for a drop. */
  readonly lost: number;
  readonly seconds: number;
}

export function summarize(detector: { frames: number; faces: number }, books: Books, seconds: number): Summary {
  const stored = books.settled('stored');
  const duplicates = books.settled('duplicate');
  const rejected = books.settled('rejected');
  const dropped = books.settled('dropped');
  const lost = books.unsettled;
  return {
    frames: detector.frames,
    faces: detector.faces,
    shots: stored + duplicates + rejected + dropped + lost,
    stored,
    duplicates,
    rejected,
    dropped,
    lost,
    seconds: Math.round(seconds * 10) / 10,
  };
}
