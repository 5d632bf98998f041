import type { DeviceLedger } from '@vedette/core/ledger';
import type { Description, ImageDescription, Shot } from '@vedette/core/message';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { Tokens } from '../tokens/tokens.ts';
import type {
  CatalogCamera,
  CatalogDevice,
  CatalogLabel,
  CatalogModel,
  CatalogTrack,
  ForgottenMinute,
  HourCount,
  LedgerMinute,
  LedgerSide,
  Page,
} from './answers.ts';
import type { Claims } from './claims/claims.ts';
import type { Leases } from './leases/leases.ts';
import type { HourQuery, LedgerQuery, ShotQuery, TrackQuery } from './queries.ts';

/** What is said of the object of a shot: where it lies, and when it was stored, in µs since the epoch. */
interface Stored {
  readonly key: string;
  readonly storedAt: number;
}

/** A shot as its description in the bucket says it: the message without its pixels. */
export type CatalogEntry = Description & Stored;

/** The same, as it comes back. */
export type CatalogShot = Described<Shot> & Stored;

type Described<S> = S extends Shot ? Omit<S, 'image'> & { readonly image?: ImageDescription } : never;

/**
 * What is in the bucket, found again by what is said of it. It follows from the bucket alone, and `reindex` makes it
 * anew, but for the ledger and the count of what was forgotten. Every method rejects with BadInputError (reason `entry`, `query` or `cursor`) for what it
 * cannot take, and with ResourceError where the catalog cannot be reached, read or written; the same call may succeed
 * later. Times are in µs since the epoch.
 */
export interface Catalog {
  /** Where it is, for people: without a password. */
  readonly url: string;
  /**
   * Adds a shot whose object is stored, unless there is one with this id. What it resolves with is durable. Many at once
   * cost less than one after another.
   */
  add(entry: CatalogEntry): Promise<'added' | 'present'>;
  /** Removes shots by their ids, and what was counted of them; tells how many were there. */
  remove(ids: readonly string[]): Promise<number>;
  /**
   * The same for shots that were removed from the bucket on purpose; it keeps count of them, once each, so that the books
   * do not miss them.
   */
  forget(ids: readonly string[]): Promise<number>;
  shot(id: string): Promise<CatalogShot | undefined>;
  /** Under which key a shot lies. Many at once cost less than one after another. */
  keyOf(id: string): Promise<string | undefined>;
  /** A page stays where it is while shots are added. */
  shots(query?: ShotQuery): Promise<Page<CatalogShot>>;
  /** Shots that were stored at a time or later, by the clocks of those who stored them: the last of them, the newest first. */
  arrivals(since: number, limit: number): Promise<readonly CatalogShot[]>;
  /** Ids and keys in the order of the keys' UTF-8 bytes, `limit` of them behind `after`. */
  keys(after: string, limit: number): Promise<readonly { readonly id: string; readonly key: string }[]>;
  devices(): Promise<readonly CatalogDevice[]>;
  cameras(): Promise<readonly CatalogCamera[]>;
  /** What shots show. */
  labels(): Promise<readonly CatalogLabel[]>;
  models(): Promise<readonly CatalogModel[]>;
  /** Those that began in the time, the newest first. */
  tracks(query?: TrackQuery): Promise<Page<CatalogTrack>>;
  /** Hours that have shots, the oldest first. */
  hours(query?: HourQuery): Promise<readonly HourCount[]>;
  /** Minutes of capture that shots were forgotten of, the oldest first. */
  forgotten(query?: HourQuery): Promise<readonly ForgottenMinute[]>;
  /**
   * Keeps the books of a device. Of a minute that is there already the one that changed later stays. `writer`, the device
   * itself unless given, is who has counted this: what several say of a minute is added up when it is read.
   */
  keepLedger(side: LedgerSide, ledger: DeviceLedger, writer?: string): Promise<void>;
  /** Removes some of the books of minutes before a time that were written before it, too, the oldest; tells whether there are more. */
  trimLedger(before: number): Promise<boolean>;
  /** Minutes of the books, the oldest first. */
  ledger(query?: LedgerQuery): Promise<Page<LedgerMinute>>;
  /** What one process among those that have this catalog open may have at a time. */
  readonly leases: Leases;
  /** Into which pack each shot goes. */
  readonly claims: Claims;
  /** What is to be done with pictures, and by whom. */
  readonly jobs: JobQueue;
  /** Who may come in over HTTP. */
  readonly tokens: Tokens;
  /** Finishes what was begun and lets go of what it holds. */
  close(): Promise<void>;
}
