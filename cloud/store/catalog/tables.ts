import type { Generated } from 'kysely';

/** How many shots belong to a row, of how many bytes, and their first and last capture time. */
interface Counters {
  readonly shots: number;
  readonly bytes: number;
  readonly first_at: number | null;
  readonly last_at: number | null;
}

/**
 * What many shots have in common, once, under a small number: it keeps the indexes of a million shots short. `identity`
 * is a SHA-256 of its words, since names of 300 characters are longer than an entry in an index of PostgreSQL may be.
 */
interface Shared extends Counters {
  readonly id: Generated<number>;
  readonly identity: string;
}

interface Camera extends Shared {
  readonly site: string;
  readonly device: string;
  readonly camera: string;
}

/** What a shot shows, in the few words that shots are looked for by. */
interface ShotClass extends Shared {
  readonly kind: string;
  readonly label: string | null;
  readonly phase: string | null;
}

interface Model extends Shared {
  readonly model: string;
  readonly sha256: string;
}

interface Track extends Shared {
  readonly camera_id: number;
  readonly session: string;
  readonly track: string;
  /** The greatest of its shots, and the shot that says so. */
  readonly seen: number;
  readonly best_id: string;
}

/**
 * A shot: columns for what it is looked for by, and `description` for all that is known of it, as the JSON text that lies
 * in the bucket. So whatever a message says comes back as it was, also what a later version of it will say, and
 * NUL and half surrogate pairs, which JSON writes as escapes and PostgreSQL's own JSON type refuses.
 */
export interface ShotRow {
  readonly id: string;
  readonly camera_id: number;
  readonly class_id: number;
  readonly model_id: number | null;
  readonly track_id: number | null;
  readonly at: number;
  readonly score: number | null;
  readonly seen: number | null;
  readonly session: string;
  readonly seq: number;
  readonly image_bytes: number;
  readonly key: string;
  readonly stored_at: number;
  readonly description: string;
}

interface Hour {
  readonly camera_id: number;
  /** Its begin, in µs since the epoch. */
  readonly hour: number;
  readonly shots: number;
  readonly bytes: number;
}

export interface LedgerRow {
  readonly camera_id: number;
  /** Its begin, in µs since the epoch. */
  readonly minute: number;
  readonly side: string;
  /** A SHA-256 of who has counted this. */
  readonly writer: string;
  readonly changed_at: number;
  /** When it was last written, in µs since the epoch; null where an earlier version did. */
  readonly kept_at: number | null;
  /** A MinuteRow as JSON. */
  readonly counts: string;
}

interface Forgotten {
  /** Its begin, in µs since the epoch. */
  readonly minute: number;
  readonly camera_id: number;
  readonly shots: number;
}

interface LeaseRow {
  readonly name: string;
  readonly holder: string;
  /** By the clock of the database, in ms since the epoch. */
  readonly held_until: number;
}

interface ClaimRow {
  /** Of a shot. */
  readonly id: string;
  /** The key of the pack that it is to go into. */
  readonly pack: string;
  /** By the clock of the database, in ms since the epoch. */
  readonly held_until: number;
}

/** Times are in ms since the epoch, by the clock of the database. */
export interface JobRow {
  readonly id: string;
  readonly image: string;
  /** As JSON. */
  readonly operations: string;
  readonly max_attempts: number;
  readonly state: string;
  readonly attempts: number;
  readonly created_at: number;
  readonly changed_at: number;
  readonly started_at: number | null;
  readonly done_at: number | null;
  /** While it is active: then somebody else may have it. */
  readonly held_until: number | null;
  readonly worker: string | null;
  readonly error: string | null;
  /** A JobResult as JSON. */
  readonly result: string | null;
}

export interface TokenRow {
  readonly name: string;
  readonly sha256: string;
  /** As JSON. */
  readonly scopes: string;
  /** In µs since the epoch, and so its end. */
  readonly created_at: number;
  readonly expires_at: number | null;
}

interface SecretRow {
  readonly name: string;
  readonly secret: string;
}

export interface Tables {
  readonly shots: ShotRow;
  readonly cameras: Camera;
  readonly classes: ShotClass;
  readonly models: Model;
  readonly tracks: Track;
  readonly hours: Hour;
  readonly ledger: LedgerRow;
  readonly leases: LeaseRow;
  readonly claims: ClaimRow;
  readonly tokens: TokenRow;
  readonly secrets: SecretRow;
  readonly forgotten: Forgotten;
  readonly jobs: JobRow;
  /** A view: the classes of each label together, whatever the phase. */
  readonly labels: Counters & { readonly kind: string; readonly label: string | null };
  /** A view: the cameras of each device together. */
  readonly devices: Counters & { readonly site: string; readonly device: string; readonly cameras: number };
}

export type SharedTable = 'cameras' | 'classes' | 'models' | 'tracks';
