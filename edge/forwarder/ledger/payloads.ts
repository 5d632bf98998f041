import type { End, FormerEnd, Line } from './lines.ts';
import { type Ended, RecentEnds } from './recent-ends.ts';
import type { Row } from './row.ts';

interface Waiting {
  readonly row: Row;
  /** The end that it had before it came back. */
  readonly before?: FormerEnd | undefined;
}

/** The payloads of the books by id: which wait, and how the last ones ended. What changes a row gives it. */
export class Payloads {
  readonly #open = new Map<string, Waiting>();
  readonly #past = new RecentEnds();

  /** Number of those without an end. */
  get open(): number {
    return this.#open.size;
  }

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  openIds(): string[] {
    return [...this.#open.keys()];
  }

  /** Of one without an end. */
  rowOf(id: string): Row | undefined {
    return this.#open.get(id)?.row;
  }

  /** How one ended not long ago. */
  endOf(id: string): End | undefined {
    return this.#past.get(id);
  }

  /** It waits; `before` is the end that it had had. */
  enter(id: string, row: Row, before: FormerEnd | undefined): Row | undefined {
    if (this.isOpen(id)) return undefined;
    this.#open.set(id, { row, before });
    row.waiting += 1;
    return row;
  }

  end(id: string, end: End): Row | undefined {
    const waiting = this.#open.get(id);
    if (!waiting) return undefined;
    const { row, before } = waiting;
    const lasting = before && isInBucket(before) ? before : end;
    this.#open.delete(id);
    row.end(lasting, before?.outcome === 'forgotten');
    this.#past.add(id, { ...lasting, row });
    return row;
  }

  /** One that had its end waits once more. */
  takeBack(id: string): Row | undefined {
    const ended = this.#past.get(id);
    if (!ended) return undefined;
    const { row, ...before } = ended;
    this.#past.delete(id);
    this.#open.set(id, { row, before });
    row.takeBack(before);
    return row;
  }

  /** An end that its row has counted already. */
  remember(id: string, ended: Ended): void {
    this.#past.add(id, ended);
  }

  /** Those with an end, of rows that are gone. */
  forgetOf(isGone: (row: Row) => boolean): void {
    this.#past.deleteOf(isGone);
  }

  /** By row, the lines that make those without an end. */
  openLines(): Map<Row, Line[]> {
    const lines = new Map<Row, Line[]>();
    for (const [id, { row, before }] of this.#open) {
      const line: Line = before ? ['in', id, row.number, ...wordsOf(before)] : ['in', id, row.number];
      const ofRow = lines.get(row);
      if (ofRow) ofRow.push(line);
      else lines.set(row, [line]);
    }
    return lines;
  }

  /** The lines that make those with an end. */
  *pastLines(): Generator<Line> {
    for (const [id, { row, ...end }] of this.#past) yield ['past', id, row.number, ...wordsOf(end)];
  }
}

/** What a later receipt, or its loss, says of such a payload is no news. */
function isInBucket(end: FormerEnd): end is End {
  return end.outcome === 'stored' || end.outcome === 'duplicate';
}

/** As a line ends with it. */
function wordsOf<T extends FormerEnd>({ outcome, reason }: T): [T['outcome']] | [T['outcome'], string] {
  return reason === undefined ? [outcome] : [outcome, reason];
}
