import { statfs } from 'node:fs/promises';
import { messageOf, VedetteError } from '@vedette/core/errors';

/** How long a look at the free disk space is believed. */
const FREE_FOR_MS = 500;
const MIB = 1 << 20;

/** The spool may not grow; nothing is wrong with the payload, which has to be offered again. */
export class SpoolFullError extends VedetteError {
  override name = 'SpoolFullError';
  /** What did not fit. */
  readonly bytes: number;
  /** Whose bound it is: to give something up helps against the spool's own, not against others that fill the disk. */
  readonly bound: 'spool' | 'disk';

  constructor(bytes: number, bound: 'spool' | 'disk', message: string) {
    super(message);
    this.bytes = bytes;
    this.bound = bound;
  }
}

export interface RoomOptions {
  readonly folder: string;
  /** What the spool's files may hold. */
  readonly maxBytes: number;
  /** Free disk space that is left to others. */
  readonly reserveBytes: number;
  /** What they hold now. */
  usedBytes(): number;
}

/** Watches the two bounds of the spool: its own size, and what is free on the disk. */
export class Room {
  readonly #options: RoomOptions;
  #reservedBytes = 0;
  #free: Promise<number | Error> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  /** Why the files may not grow by `bytes`, or undefined if they may. */
  async lacks(bytes: number): Promise<SpoolFullError | undefined> {
    return this.#check(bytes, await this.#lookAtFree());
  }

  /** Sets `bytes` apart, and returns what releases them once they are used, or are not. Throws SpoolFullError. */
  async reserve(bytes: number): Promise<() => void> {
    const free = await this.#lookAtFree();
    // From here on nothing is awaited, or two could take the same room.
    const full = this.#check(bytes, free);
    if (full) throw full;
    this.#reservedBytes += bytes;
    return () => {
      this.#reservedBytes -= bytes;
    };
  }

  /** What was seen of the free disk space is believed no longer. */
  lookAgain(): void {
    this.#free = undefined;
  }

  #check(bytes: number, free: number | Error): SpoolFullError | undefined {
    const { maxBytes, reserveBytes, usedBytes } = this.#options;
    const usedBytesNow = usedBytes() + this.#reservedBytes;
    if (usedBytesNow + bytes > maxBytes) {
      return new SpoolFullError(
        bytes,
        'spool',
        `the spool is full: ${mib(usedBytesNow)} of ${mib(maxBytes)} MiB are used`,
      );
    }
    if (typeof free !== 'number') {
      return new SpoolFullError(bytes, 'disk', `the disk does not say what is free: ${messageOf(free)}`);
    }
    if (free - this.#reservedBytes - bytes < reserveBytes) {
      const left = `${mib(free)} MiB are free, ${mib(reserveBytes)} MiB are to be left so`;
      return new SpoolFullError(bytes, 'disk', `the disk is full: ${left}`);
    }
    return undefined;
  }

  /** One look serves all who ask meanwhile, so that they go on in the order they came. */
  #lookAtFree(): Promise<number | Error> {
    if (!this.#free || performance.now() - this.#lookedAt > FREE_FOR_MS) {
      this.#lookedAt = performance.now();
      this.#free = statfs(this.#options.folder).then(
        ({ bavail, bsize }) => bavail * bsize,
        (error: Error) => error,
      );
    }
    return this.#free;
  }
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(1);
}
