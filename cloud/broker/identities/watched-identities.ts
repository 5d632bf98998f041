import { messageOf } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import { watchFiles } from '../watch-files.ts';
import { readIdentities } from './identities-file.ts';
import type { IdentityRecord } from './identity.ts';

/** The identities in a file, read again whenever it changes. A file that has become wrong changes nobody's rights. */
export class WatchedIdentities {
  readonly #file: string;
  readonly #log: Logger;
  readonly #changed: () => void;
  #byName: ReadonlyMap<string, IdentityRecord> = new Map();
  #hadFile = false;
  #unwatch: () => void = () => undefined;

  constructor(file: string, log: Logger, changed: () => void) {
    this.#file = file;
    this.#log = log;
    this.#changed = changed;
  }

  /** Reads for the first time, and watches from then on. Throws ConfigError. */
  async open(): Promise<void> {
    this.#unwatch = watchFiles([this.#file], () => void this.#reread());
    try {
      await this.#read();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get size(): number {
    return this.#byName.size;
  }

  /** Whether there is a file or has been one since the start, whatever was in it. */
  get hadFile(): boolean {
    return this.#hadFile;
  }

  get(name: string): IdentityRecord | undefined {
    return this.#byName.get(name);
  }

  close(): void {
    this.#unwatch();
  }

  async #reread(): Promise<void> {
    try {
      await this.#read();
      this.#log.info({ identities: this.size }, 'the identities were read again');
    } catch (error) {
      this.#log.error({ reason: messageOf(error) }, 'the identities stay as they were');
    }
    this.#changed();
  }

  async #read(): Promise<void> {
    try {
      const identities = await readIdentities(this.#file);
      this.#hadFile ||= identities !== undefined;
      this.#take(identities ?? []);
    } catch (error) {
      this.#hadFile = true;
      throw error;
    }
  }

  /** What has not changed stays the very same record. */
  #take(identities: readonly IdentityRecord[]): void {
    const same = (one: IdentityRecord) => {
      const before = this.#byName.get(one.name);
      return before && JSON.stringify(before) === JSON.stringify(one) ? before : one;
    };
    this.#byName = new Map(identities.map((one) => [one.name, same(one)]));
  }
}
