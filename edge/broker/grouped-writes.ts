import { setImmediate } from 'node:timers/promises';

interface Waiting<T> {
  readonly operations: readonly T[];
  /** Throws where it must not be written any more. */
  check(): void;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * One write at a time, in order. What comes in one turn of the event loop, or while a write is under way, goes together in
 * the next one: each write is a trip to another thread, which costs more than to write a few more bytes.
 */
export class GroupedWrites<T> {
  readonly #write: (operations: T[]) => Promise<void>;
  #waiting: Waiting<T>[] = [];
  #writing: Promise<void> | undefined;

  constructor(write: (operations: T[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when they are written, rejects with what `check` throws when it is their turn, or the write. */
  add(operations: readonly T[], check: () => void = () => undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operations, check, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Resolves when nothing waits to be written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    await setImmediate();
    while (this.#waiting.length > 0) await this.#writeGroup(this.#waiting.splice(0).filter(passes));
    this.#writing = undefined;
  }

  async #writeGroup(group: readonly Waiting<T>[]): Promise<void> {
    if (group.length === 0) return;
    try {
      await this.#write(group.flatMap(({ operations }) => operations));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

function passes<T>({ check, reject }: Waiting<T>): boolean {
  try {
    check();
    return true;
  } catch (error) {
    reject(error);
    return false;
  }
}
