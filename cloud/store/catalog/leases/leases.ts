/** Whose something is for a while, as it was when that was asked. */
export interface Lease {
  readonly isOurs: boolean;
  /** Who has it; undefined where it was given back a moment ago. */
  readonly holder?: string;
  /** How long it is held unless it is renewed. */
  readonly leftMs: number;
}

/**
 * What one of several processes may have at a time, by its name, for a while. Time is told by the clock of the database,
 * which all of them share. It does not stop who forgets that their time is over: count it from before you asked, by a
 * clock of your own that nobody sets. Every method rejects with ResourceError where the catalog cannot be reached or
 * written.
 */
export interface Leases {
  /** Takes it for so long from now on, or takes it for longer where `holder` has it already. */
  take(name: string, holder: string, ms: number): Promise<Lease>;
  /** Gives it back before its time; nothing where another one has it. */
  release(name: string, holder: string): Promise<void>;
}
