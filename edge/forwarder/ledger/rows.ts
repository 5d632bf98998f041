import type { Place } from '@vedette/core/topics';
import type { Line } from './lines.ts';
import { NO_ENDS, Row } from './row.ts';

/** A row that has not changed for so long, and of which nothing waits, is forgotten; one of a future that was none, too. */
const KEEP_MS = 24 * 3_600_000;
/** And beyond so many, the one that changed longest ago. */
const MAX_ROWS = 20_000;

type RowLine = Extract<Line, ['row', ...unknown[]]>;

/** The rows of the books, by number and by camera and minute. */
export class Rows {
  readonly #byNumber = new Map<number, Row>();
  readonly #byName = new Map<string, Row>();
  #lastNumber = 0;

  get(number: number): Row | undefined {
    return this.#byNumber.get(number);
  }

  find(place: Place, minute: string): Row | undefined {
    return this.#byName.get(nameOf(place, minute));
  }

  values(): IterableIterator<Row> {
    return this.#byNumber.values();
  }

  /** The line that makes a row, `now` in ms since the epoch. */
  lineFor({ site, device, camera }: Place, minute: string, now: number): Line {
    return ['row', this.#lastNumber + 1, site, device, camera, minute, now, NO_ENDS];
  }

  add([, number, site, device, camera, minute, changedAt, ends]: RowLine): void {
    const row = new Row(number, { site, device, camera }, minute, changedAt, ends);
    this.#lastNumber = Math.max(this.#lastNumber, number);
    this.#byNumber.set(number, row);
    this.#byName.set(nameOf(row.place, minute), row);
  }

  forgetOld(now: number): void {
    const done = [...this.values()].filter(({ waiting }) => waiting === 0);
    done.sort((a, b) => b.changedAt - a.changedAt);
    const old = done.filter(({ changedAt }, index) => index >= MAX_ROWS || Math.abs(now - changedAt) > KEEP_MS);
    for (const { number, place, minute } of old) {
      this.#byNumber.delete(number);
      this.#byName.delete(nameOf(place, minute));
    }
  }
}

/** As it stands in the journal, too. */
export function cameraName({ site, device, camera }: Place): string {
  return `${site}/${device}/${camera}`;
}

function nameOf(place: Place, minute: string): string {
  return `${cameraName(place)}/${minute}`;
}
