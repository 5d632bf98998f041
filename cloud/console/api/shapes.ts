import type { ImageDescription, Shot } from '@vedette/core/message';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

interface ShotLinks {
  readonly image?: string;
  /** Signed, so that an `<img>` may have it without a token. */
  readonly thumbnail?: string;
  readonly description: string;
}

/** A shot as the catalog has it: the message without its pixels, its times as ISO 8601. */
export type StoredShot = Told<Shot>;

type Told<S> = S extends Shot
  ? Omit<S, 'image' | 'at'> & {
      readonly at: string;
      readonly image?: ImageDescription;
      readonly key: string;
      readonly storedAt: string;
      readonly links: ShotLinks;
    }
  : never;

type State = 'green' | 'amber' | 'red';

export interface Summary {
  readonly state: State;
  readonly sentence: string;
  readonly devices: number;
  readonly newestAgeSeconds?: number;
  readonly lost: number;
  readonly reasons: readonly { readonly state: State; readonly text: string; readonly link: string }[];
}

export interface DeviceCamera {
  readonly camera: string;
  readonly state: string;
  readonly reason?: string;
  readonly source?: string;
  readonly model?: string;
  readonly provider?: string;
  readonly shots: number;
  readonly newestAt?: string;
}

export interface Device {
  readonly site: string;
  readonly device: string;
  readonly state: 'online' | 'away' | 'offline' | 'unknown';
  readonly cameras: readonly DeviceCamera[];
  readonly lastSeenAt?: string;
  readonly lastReceiptAgeSeconds?: number;
  readonly waiting?: number;
  readonly inFlight?: number;
  readonly newestAt?: string;
  readonly newestAgeSeconds?: number;
  readonly alarms: readonly string[];
  readonly software?: string;
}

type Counts = Readonly<Record<string, number>>;

/** The books of a camera and minute of capture. */
export interface LedgerMinute {
  readonly minute: string;
  readonly site: string;
  readonly device: string;
  readonly camera: string;
  readonly generated: number;
  readonly suppressed: Counts;
  readonly dropped: Counts;
  readonly spooled: number;
  readonly inFlight: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: Counts;
  readonly forgotten: number;
  /** What is missing. */
  readonly residue: number;
  readonly residues: readonly Residue[];
}

/** What the counts of a minute do not explain; a `gap` is a loss. */
export interface Residue {
  readonly name: string;
  readonly kind: 'open' | 'noted' | 'gap';
  readonly count: number;
  readonly text: string;
}

export interface HourCount {
  /** Its begin. */
  readonly hour: string;
  readonly site: string;
  readonly device: string;
  readonly camera: string;
  readonly shots: number;
}

export interface CameraCount {
  readonly site: string;
  readonly device: string;
  readonly camera: string;
  readonly shots: number;
  readonly lastAt?: string;
}

export interface LabelCount {
  readonly kind: Shot['kind'];
  readonly label?: string;
  readonly shots: number;
}

/** Folders and objects under a prefix; `next` is what the next page begins behind. */
export interface Listing {
  readonly folders: readonly string[];
  readonly objects: readonly { readonly key: string; readonly bytes: number; readonly modifiedAt: string }[];
  readonly next?: string;
}

export type Operation = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface JobResult {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly type: string;
}

export interface Job {
  readonly id: string;
  readonly image: string;
  readonly operations: readonly Operation[];
  readonly state: 'queued' | 'active' | 'done' | 'failed';
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly doneAt?: string;
  readonly error?: string;
  readonly result?: JobResult;
}

export interface UploadedImage {
  readonly id: string;
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}
