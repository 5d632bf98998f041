import type { MinuteRow } from '@vedette/core/ledger';
import type { Shot } from '@vedette/core/message';

export interface Page<T> {
  readonly items: readonly T[];
  /** What gives the next page; absent on the last one. */
  readonly next?: string;
}

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
