import type { DeviceLedger, MinuteRow } from '@vedette/core/ledger';
import type { Description, ImageDescription, Shot } from '@vedette/core/message';
import type { Claims } from './claims/claims.ts';
import type { Leases } from './leases/leases.ts';

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

/** Any part of where a shot was captured. */
export interface PlaceQuery {
  readonly site?: string | undefined;
  readonly device?: string | undefined;
  readonly camera?: string | undefined;
}

/** Capture times in µs since the epoch: `from` and later, before `to`. */
interface TimeRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Which part of an answer: `limit` is 1 to 1,000 (default 100), `cursor` the `next` of the page before. */
interface PageQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** What gives the next page; absent on the last one. */
  readonly next?: string;
}

/** Only what matches all that is given. */
export interface ShotQuery extends PlaceQuery, TimeRange, PageQuery {
  readonly kind?: Shot['kind'] | undefined;
  readonly label?: string | undefined;
  readonly minScore?: number | undefined;
  readonly track?: string | undefined;
  /** Of the track, whose id is unique within the session of a camera; not without a track. */
  readonly session?: string | undefined;
  readonly phase?: 'first' | 'best' | undefined;
  /** By capture time; the newest first unless given. */
  readonly order?: 'newest' | 'oldest' | undefined;
}

export interface TrackQuery extends PlaceQuery, TimeRange, PageQuery {}

export interface LedgerQuery extends PlaceQuery, TimeRange, PageQuery {}

export interface HourQuery extends PlaceQuery, TimeRange {}

/** How many shots, of how many bytes of images, and when the first and the last of them were captured. */
export interface Counted {
  readonly shots: number;
  readonly bytes: number;
  /** Absent where there is no shot. */
  readonly firstAt?: number;
  readonly lastAt?: number;
}

export interface CatalogDevice extends Counted {
  readonly site: string;
  readonly device: string;
  readonly cameras: number;
}

export interface CatalogCamera extends Counted {
  readonly site: string;
  readonly device: string;
  readonly camera: string;
}

export interface CatalogLabel extends Counted {
  readonly kind: Shot['kind'];
  /** Absent where the kind has none: a whole picture. */
  readonly label?: string;
}

export interface CatalogModel extends Counted {
  readonly name: string;
  readonly sha256: string;
}

/** What is seen through one camera without a break: `shots` of it are kept, of `seen` sightings so far. */
export interface CatalogTrack extends Counted {
  readonly site: string;
  readonly device: string;
  readonly camera: string;
  readonly session: string;
  readonly track: string;
  readonly kind: Shot['kind'];
  readonly label?: string;
  readonly seen: number;
  /** The shot that was picked last, which shows it best. */
  readonly bestId: string;
}

/** What was captured by a camera in one hour; `hour` is its begin, in µs since the epoch. */
export interface HourCount {
  readonly hour: number;
  readonly site: string;
  readonly device: string;
  readonly camera: string;
  readonly shots: number;
  readonly bytes: number;
}

/** How many shots of a camera were forgotten, by minute of capture. */
export interface ForgottenMinute {
  readonly site: string;
  readonly device: string;
  readonly camera: string;
  /** As the books name it: `2026-11-20T22:38Z`. */
  readonly minute: string;
  readonly shots: number;
}

/** Whose books: the edge's, as a forwarder publishes them, or the cloud's in the same words. */
export type LedgerSide = 'edge' | 'cloud';

export interface LedgerMinute {
  readonly side: LedgerSide;
  readonly site: string;
  readonly device: string;
  readonly camera: string;
  readonly row: MinuteRow;
}

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
  /** Removes some of the books of minutes before a time, the oldest; tells whether there are more. */
  trimLedger(before: number): Promise<boolean>;
  /** Minutes of the books, the oldest first. */
  ledger(query?: LedgerQuery): Promise<Page<LedgerMinute>>;
  /** What one process among those that have this catalog open may have at a time. */
  readonly leases: Leases;
  /** Into which pack each shot goes. */
  readonly claims: Claims;
  /** Finishes what was begun and lets go of what it holds. */
  close(): Promise<void>;
}
