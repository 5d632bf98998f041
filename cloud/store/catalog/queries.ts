import type { Shot } from '@vedette/core/message';

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
