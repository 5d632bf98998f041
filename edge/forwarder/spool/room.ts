import { statfs } from 'node:fs/promises';
import { messageOf, VedetteError } from '@vedette/core/errors';

/** How long a look at the free disk space is believed. */
const FREE_FOR_MS = 500;
const MIB = 1 << 20;

/** The spool may not grow; nothing is wrong with the payload, which has to be offered again. */
export class SpoolFullError extends VedetteError {
  override name = 'SpoolFullError';
  /** Of the payload that did not fit. */
  readonly bytes: number;

  constructor(bytes: number, message: string) {
    super(message);
    this.bytes = bytes;
  }
}

export interface RoomOptions {
  readonly folder: string;
  /** What the spool's files may hold. */
  readonly maxBytes: number;
  /** Free disk space that is left to others. */
  readonly reserveBytes: number;
}

/** Watches the two bounds of the spool: its own size, and what is free on the disk. */
export class Room {
  readonly #options: RoomOptions;
  #free: Promise<number> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  /** Why files of `usedBytes` may not grow by `bytes`, or undefined if they may. */
  async check(usedBytes: number, bytes: number): Promise<SpoolFullError | undefined> {
    const { maxBytes, reserveBytes } = this.#options;
    if (usedBytes + bytes > maxBytes) {
      return new SpoolFullError(bytes, `the spool is full: ${mib(usedBytes)} of ${mib(maxBytes)} MiB are used`);
    }
    let freeBytes: number;
    try {
      freeBytes = await this.#lookAtFree();
    } catch (error) {
      return new SpoolFullError(bytes, `the disk does not say what is free: ${messageOf(error)}`);
    }
    if (freeBytes - bytes < reserveBytes) {
      const free = `${mib(freeBytes)} MiB are free, ${mib(reserveBytes)} MiB are to be left so`;
      return new SpoolFullError(bytes, `the disk is full: ${free}`);
    }
    return undefined;
  }

  /** One look serves all who ask meanwhile, so that they go on in the order they came. */
  #lookAtFree(): Promise<number> {
    if (!this.#free || performance.now() - this.#lookedAt > FREE_FOR_MS) {
      this.#lookedAt = performance.now();
      this.#free = statfs(this.#options.folder).then(({ bavail, bsize }) => bavail * bsize);
    }
    return this.#free;
  }
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(1);
}
