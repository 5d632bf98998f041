import { mkdirSync, rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rendered } from './render.ts';

export interface ViewCacheOptions {
  /** Emptied at the start. */
  readonly folder: string;
  readonly maxBytes: number;
  /** What is older is made again: of an erased image nothing is to stay. */
  readonly maxAgeMs: number;
}

interface Kept {
  readonly type: string;
  readonly bytes: number;
  /** By performance.now(). */
  readonly until: number;
}

/** Pictures that were made, as files of one run: the oldest go first. What cannot be written or read is made again. */
export class ViewCache {
  readonly #options: ViewCacheOptions;
  /** By image and by what was done, in the order of their age. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  /** Throws the system's error where the folder cannot be made. */
  constructor(options: ViewCacheOptions) {
    this.#options = options;
    rmSync(options.folder, { recursive: true, force: true });
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  }

  async get(id: string, name: string): Promise<Rendered | undefined> {
    const one = `${id}-${name}`;
    const kept = this.#kept.get(one);
    if (!kept || kept.until < performance.now()) return undefined;
    const data = await readFile(this.#fileOf(one)).catch(() => undefined);
    return data && { data, type: kept.type };
  }

  async put(id: string, name: string, { data, type }: Rendered): Promise<void> {
    const one = `${id}-${name}`;
    const isWritten = await writeFile(this.#fileOf(one), data, { mode: 0o600 }).then(
      () => true,
      () => false,
    );
    if (!isWritten) return;
    this.#leave(one);
    this.#kept.set(one, { type, bytes: data.length, until: performance.now() + this.#options.maxAgeMs });
    this.#bytes += data.length;
    await this.trim();
  }

  /** Removes what was made of an image. */
  async forget(id: string): Promise<void> {
    await this.#remove([...this.#kept.keys()].filter((one) => one.startsWith(id)));
  }

  /** Removes what has had its time, and of more than there is room for the oldest. */
  async trim(): Promise<void> {
    const now = performance.now();
    const due: string[] = [];
    let left = this.#bytes;
    for (const [one, { bytes, until }] of this.#kept) {
      if (until >= now && left <= this.#options.maxBytes) break;
      due.push(one);
      left -= bytes;
    }
    await this.#remove(due);
  }

  async #remove(all: readonly string[]): Promise<void> {
    for (const one of all) this.#leave(one);
    for (const one of all) await rm(this.#fileOf(one), { force: true }).catch(() => undefined);
  }

  #leave(one: string): void {
    this.#bytes -= this.#kept.get(one)?.bytes ?? 0;
    this.#kept.delete(one);
  }

  #fileOf(one: string): string {
    return join(this.#options.folder, one);
  }
}
