import { addSightings, dropReason, type MinuteRow, openOf, type SightingCounts, sumOf } from '@vedette/core/ledger';
import type { Place } from '@vedette/core/topics';
import type { End, Ends } from './lines.ts';

/** Runs of a detector that a row tells apart. */
const MAX_SESSIONS = 16;
/** Stands for the sum of all runs before them, which report no more; no detector calls a run so. */
const EARLIER = '';

/** The books of one camera and minute of capture. */
export class Row {
  readonly number: number;
  readonly place: Place;
  readonly minute: string;
  /** When it changed last, in ms since the epoch. */
  changedAt: number;
  /** Payloads without an end. */
  waiting = 0;
  /** Of its payloads that had their end, not all are known by their ids any more. */
  hasForgotten: boolean;
  readonly #receipts: { stored: number; duplicate: number; rejected: number; recounted: number };
  readonly #dropped: Record<string, number>;
  /** What each run of the detector has counted, the one that reported last at the end. */
  readonly #seen = new Map<string, SightingCounts>();

  constructor(number: number, place: Place, minute: string, changedAt: number, ends: Ends = NO_ENDS) {
    this.number = number;
    this.place = place;
    this.minute = minute;
    this.changedAt = changedAt;
    const { dropped, hasForgotten, ...receipts } = ends;
    this.hasForgotten = hasForgotten;
    this.#receipts = receipts;
    this.#dropped = { ...dropped };
  }

  get ends(): Ends {
    return { ...this.#receipts, dropped: this.#dropped, hasForgotten: this.hasForgotten };
  }

  get seen(): ReadonlyMap<string, SightingCounts> {
    return this.#seen;
  }

  /** One that waits has its end; `isDoubtful`: it may have had one before. */
  end(end: End, isDoubtful: boolean): void {
    this.waiting -= 1;
    this.#count(end, 1);
    if (isDoubtful && end.outcome === 'duplicate') this.#receipts.recounted += 1;
  }

  /** One that had its end waits once more. */
  takeBack(end: End): void {
    this.waiting += 1;
    this.#count(end, -1);
  }

  /** Counts of a run only grow; where they are smaller, an older report has come behind a newer. */
  see(session: string, counts: SightingCounts): void {
    const before = this.#seen.get(session);
    if (before && before.generated > counts.generated) return;
    this.#seen.delete(session);
    this.#seen.set(session, counts);
    const [oldest = EARLIER, ...others] = [...this.#seen.keys()].filter((name) => name !== EARLIER);
    if (others.length < MAX_SESSIONS) return;
    const earlier = [EARLIER, oldest].map((name) => this.#seen.get(name)).filter((one) => one !== undefined);
    this.#seen.delete(oldest);
    this.#seen.set(EARLIER, addSightings(earlier));
  }

  /** As it is reported; `running` is the session of the camera's present detector. */
  toMinute(running: string | undefined, inFlight: number): MinuteRow {
    const { stored, duplicate: duplicates, rejected, recounted } = this.#receipts;
    const ended = stored + duplicates + rejected + sumOf(this.#dropped);
    const now = running === undefined ? undefined : this.#seen.get(running);
    const all = addSightings(this.#seen.values());
    const held = now ? openOf(now) : 0;
    return {
      minute: this.minute,
      changedAt: this.changedAt,
      ...all,
      ...{ held, lostWithDetector: Math.max(0, openOf(all) - held) },
      ...{ received: ended + this.waiting, stored, duplicates, recounted, rejected, dropped: { ...this.#dropped } },
      ...{ rejectedBy: {}, waiting: this.waiting, inFlight },
    };
  }

  #count({ outcome, reason = 'unknown' }: End, by: 1 | -1): void {
    if (outcome !== 'dropped') this.#receipts[outcome] += by;
    else {
      const name = dropReason(reason);
      this.#dropped[name] = (this.#dropped[name] ?? 0) + by;
      if (this.#dropped[name] === 0) delete this.#dropped[name];
    }
  }
}

export const NO_ENDS: Ends = { stored: 0, duplicate: 0, rejected: 0, dropped: {}, recounted: 0, hasForgotten: false };
