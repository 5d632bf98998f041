import { randomUUID } from 'node:crypto';
import { type DeviceLedger, type MinuteRow, minuteOf, minuteRowSchema, rejectReason } from '@vedette/core/ledger';
import type { Place } from '@vedette/core/topics';

/** How a payload ended here, each time it came. */
export type Ended =
  | { readonly outcome: 'stored' | 'duplicate' }
  | { readonly outcome: 'rejected'; readonly reason: string };

/** Books that are to be written down. */
export interface Changed {
  readonly ledger: DeviceLedger;
  /** They could not be, and are among the next. */
  putBack(): void;
}

interface Row {
  readonly place: Place;
  readonly counts: MinuteRow;
}

/**
 * What a sink has done with what came, by camera and minute of capture, in the words of the edge's books. Counts are of all
 * of these books so far, so that to write them down twice does no harm.
 */
export class SinkBooks {
  /** What tells them from those of other sinks, and from this one's before it was started anew. */
  readonly writer = randomUUID();
  readonly #rows = new Map<string, Row>();
  #changed = new Set<Row>();

  /** Rows so far. */
  get size(): number {
    return this.#rows.size;
  }

  /** `at`: capture time in µs since the epoch; `now` in ms since the epoch. */
  count({ site, device, camera }: Place, at: number, ended: Ended, now: number): void {
    const minute = minuteOf(at);
    const name = JSON.stringify([site, device, camera, minute]);
    const row = this.#rows.get(name) ?? {
      place: { site, device, camera },
      counts: minuteRowSchema.parse({ minute, changedAt: now }),
    };
    this.#rows.set(name, row);
    this.#changed.add(row);
    countIn(row.counts, ended, now);
  }

  /** The rows that changed since this was asked last, as books of `home`; undefined where none did. */
  takeChanged(home: Pick<Place, 'site' | 'device'>, now: number): Changed | undefined {
    const rows = this.#changed;
    if (rows.size === 0) return undefined;
    this.#changed = new Set();
    const cameras = [...rows].map(({ place, counts }) => ({ ...place, minutes: [structuredClone(counts)] }));
    const putBack = () => {
      for (const row of rows) this.#changed.add(row);
    };
    const { site, device } = home;
    return { ledger: { v: 1, site, device, at: now, omitted: 0, cameras }, putBack };
  }
}

function countIn(counts: MinuteRow, ended: Ended, now: number): void {
  counts.changedAt = now;
  counts.received += 1;
  if (ended.outcome === 'rejected') {
    const reason = rejectReason(ended.reason);
    counts.rejected += 1;
    counts.rejectedBy[reason] = (counts.rejectedBy[reason] ?? 0) + 1;
  } else if (ended.outcome === 'stored') counts.stored += 1;
  else counts.duplicates += 1;
}
