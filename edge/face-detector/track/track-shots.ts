import type { LetGo, Pick } from './selector.ts';

export interface TrackShotsOptions {
  /** Sure sightings before a track is believed: a few may be a mistake of the detector. */
  readonly minSeen: number;
  /** The first shot is the best until so long (µs) after the first sure sighting, or one of such worth (0..1) at once. */
  readonly firstWithin: number;
  readonly goodWorth: number;
  /** The best shot is sent if it is worth more than so many times the first one. */
  readonly bestMargin: number;
  /** It is sent at the track's end, or so long (µs) after the first one. */
  readonly bestWithin: number;
  /** After the best shot, another one each so long (µs), as long as the track goes on; none unless given. */
  readonly again?: number | undefined;
}

/** A sighting that may become a shot. */
export interface Candidate {
  readonly pick: Omit<Pick, 'track'>;
  /** 0..1 */
  readonly worth: number;
}

/** What one track has sent, and the best of what it may send next: everything else is let go at once. */
export class TrackShots {
  readonly #options: TrackShotsOptions;
  readonly #id: string;
  #phase: 'first' | 'best' = 'first';
  #best: Candidate | undefined;
  /** What is worth no more than this is not sent. */
  #floor = Number.NEGATIVE_INFINITY;
  /** What it holds is to be sent so long (µs) after this time. */
  #from = 0;
  #wait = 0;
  #seen = 0;
  #sure = 0;
  /** When sightings were captured that are let go, once it is known for what. */
  readonly #undecided: number[] = [];

  constructor(id: string, options: TrackShotsOptions) {
    this.#id = id;
    this.#options = options;
  }

  /** What it holds, to be sent later. */
  get held(): Candidate | undefined {
    return this.#best;
  }

  /** Takes a sighting, whose picture `hold` keeps if it is the best of the sure ones so far; gives what is let go. */
  see(at: number, worth: number, isSure: boolean, hold: () => Candidate['pick']): LetGo[] {
    this.#seen += 1;
    if (isSure) this.#sure += 1;
    if (isSure && this.#sure === 1) this.#waitFrom(at, this.#options.firstWithin);
    if (isSure && worth > Math.max(this.#floor, this.#best?.worth ?? this.#floor)) {
      if (this.#best) this.#undecided.push(this.#best.pick.frame.at);
      else if (this.#phase === 'best' && this.#isOver(at)) this.#waitFrom(at, this.#options.firstWithin); // it may get better yet
      this.#best = { pick: hold(), worth };
    } else this.#undecided.push(at);
    const isTooSoonToSay = !this.#isBelieved && this.#seen < this.#options.minSeen;
    return isTooSoonToSay ? [] : letGo(this.#isBelieved ? 'track' : 'unsure', this.#undecided.splice(0));
  }

  /** Whether what it holds is to be sent by `at`. */
  isDue(at: number): boolean {
    if (!this.hasShot) return false;
    const isGood = this.#phase === 'first' && (this.#best?.worth ?? 0) >= this.#options.goodWorth;
    return isGood || this.#isOver(at);
  }

  /** Whether it holds what is to be sent when its track ends. */
  get hasShot(): boolean {
    return this.#best !== undefined && this.#isBelieved;
  }

  /** What it holds, to be sent at `at`. */
  take(at: number): Pick | undefined {
    const { bestMargin, bestWithin, again } = this.#options;
    const best = this.#best;
    if (!best) return undefined;
    const pick: Pick = { ...best.pick, track: { id: this.#id, phase: this.#phase, seen: this.#seen } };
    const isFirst = this.#phase === 'first';
    if (isFirst) this.#floor = best.worth * bestMargin;
    else this.#floor = again === undefined ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    this.#waitFrom(at, isFirst ? bestWithin : (again ?? 0));
    this.#phase = 'best';
    this.#best = undefined;
    return pick;
  }

  /** Lets go of what it holds, for `reason`. */
  drop(reason: LetGo['reason']): LetGo[] {
    if (this.#best) this.#undecided.push(this.#best.pick.frame.at);
    this.#best = undefined;
    return letGo(reason, this.#undecided.splice(0));
  }

  /** Its track has ended, and what was to be sent of it could not. */
  end(): LetGo[] {
    if (this.#isBelieved) return this.drop('rate');
    return this.drop(this.#seen < this.#options.minSeen ? 'brief' : 'unsure');
  }

  #isOver(at: number): boolean {
    return Math.abs(at - this.#from) >= this.#wait; // a clock may be set back
  }

  #waitFrom(at: number, wait: number): void {
    this.#from = at;
    this.#wait = wait;
  }

  get #isBelieved(): boolean {
    return this.#sure >= this.#options.minSeen;
  }
}

function letGo(reason: LetGo['reason'], at: readonly number[]): LetGo[] {
  return at.length === 0 ? [] : [{ reason, at }];
}
