import { type DeviceLedger, type MinuteRow, withoutZeros } from '@vedette/core/ledger';
import type { Home } from '../prepare.ts';
import type { BookView } from './book.ts';
import type { Row } from './row.ts';

const RECENT_MS = 3_600_000;
/** What is published goes over a narrow link: of very many rows the latest. */
const MAX_PUBLISHED = 240;
const MAX_PUBLISHED_BYTES = 32 << 10;

export interface DescribeOptions {
  readonly home: Home;
  /** In ms since the epoch. */
  readonly now: number;
  /** Ids of payloads that are on their way. */
  readonly inFlight?: Iterable<string>;
}

/** The whole of the books, cameras and minutes in order. */
export function describeBook(book: BookView, options: DescribeOptions): DeviceLedger {
  return describeRows(book, [...book.rows()], options);
}

/** The rows that changed in the hour before `now` (ms since the epoch), or by a clock that was set since in the hour behind. */
export function recentRows(book: BookView, now: number): Row[] {
  return [...book.rows()].filter(({ changedAt }) => Math.abs(now - changedAt) < RECENT_MS);
}

/** The books as they are published: JSON that `deviceLedgerSchema` reads, of 32 KiB at most. */
export function encodeBook(book: BookView, options: DescribeOptions): string {
  const recent = recentRows(book, options.now).sort((a, b) => b.changedAt - a.changedAt);
  for (let count = Math.min(recent.length, MAX_PUBLISHED); ; count = Math.floor(count * 0.8)) {
    const described = describeRows(book, recent.slice(0, count), options);
    const text = encodeLedger({ ...described, omitted: recent.length - count }, options.home);
    if (Buffer.byteLength(text) <= MAX_PUBLISHED_BYTES) return text;
  }
}

function encodeLedger({ cameras, ...head }: DeviceLedger, home: Home): string {
  const compact = cameras.map(({ site, device, camera, minutes }) => ({
    ...(site === home.site && device === home.device ? {} : { site, device }),
    camera,
    minutes: minutes.map(withoutZeros),
  }));
  return JSON.stringify({ ...withoutZeros(head), cameras: compact });
}

function describeRows(
  book: BookView,
  rows: readonly Row[],
  { home, now, inFlight = [] }: DescribeOptions,
): DeviceLedger {
  const flying = new Map<Row, number>();
  for (const id of inFlight) {
    const row = book.rowOf(id);
    if (row) flying.set(row, (flying.get(row) ?? 0) + 1);
  }
  const cameras = new Map<string, DeviceLedger['cameras'][number]>();
  for (const row of rows) {
    const { place } = row;
    const key = JSON.stringify([place.site, place.device, place.camera]);
    const camera = cameras.get(key) ?? { ...place, minutes: [] };
    camera.minutes.push(row.toMinute(book.runningAt(place), flying.get(row) ?? 0));
    cameras.set(key, camera);
  }
  const inOrder = [...cameras].sort(([a], [b]) => compare(a, b)).map(([, camera]) => camera);
  for (const { minutes } of inOrder) minutes.sort((a: MinuteRow, b: MinuteRow) => compare(a.minute, b.minute));
  return { v: 1, ...home, at: now, omitted: 0, cameras: inOrder };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
