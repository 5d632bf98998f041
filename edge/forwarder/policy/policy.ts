/** What a policy knows of a shot that waits. */
export interface Candidate {
  /** Counts up in the order of arrival. */
  readonly serial: number;
  readonly phase?: 'first' | 'best' | undefined;
  /** When it was captured, in ms of the clock that `Moment.now` is of. */
  readonly capturedAt: number;
}

/** Shots by their age. */
interface Line<C> {
  oldest(): C | undefined;
  newest(): C | undefined;
}

/** What waits in one class: the shots of rank 0, of rank 1, and so on. */
type Waiting<C> = readonly Line<C>[];

export interface Moment {
  /** In ms of a clock that never jumps. */
  readonly now: number;
  /** The newest of the class that was sent so far, and when. */
  readonly newestSent?: { readonly serial: number; readonly at: number } | undefined;
}

/** In which order the shots of a class are sent, and which are given up. Pure: it decides, others do. */
export interface Policy {
  readonly ranks: number;
  /** The rank that a shot waits in, 0 the worthiest. */
  rankOf(shot: Pick<Candidate, 'phase'>): number;
  /** What is sent next. */
  next<C extends Candidate>(waiting: Waiting<C>, moment: Moment): C | undefined;
  /** What is dropped because it is too old, if anything is; `all` of the class, in one line. */
  expired?<C extends Candidate>(all: Waiting<C>, now: number): C | undefined;
  /** What is dropped where the spool is full. Without it nothing is, and the spool takes no more. */
  victim?<C extends Candidate>(waiting: Waiting<C>): C | undefined;
}
