import { closeSync, fsync, linkSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { BadInputError } from '@vedette/core/errors';
import { codeOf } from './file-error.ts';

const flush = promisify(fsync);

/** A file that is whole, and not yet known by its name. */
export class Draft {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: number;

  /** The folder of `temporary` must be there: a disk that went away must not be written beside. */
  constructor(path: string, temporary: string, content: Uint8Array | string) {
    this.#path = path;
    this.#temporary = temporary;
    this.#file = openSync(temporary, 'wx');
    try {
      writeFileSync(this.#file, content);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  async flush(): Promise<void> {
    await flush(this.#file);
  }

  /** By link(2), which refuses a name that is taken: the conditional write. Says whether it got the name. */
  takeName(): boolean {
    try {
      linkSync(this.#temporary, this.#path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST' && isObject(this.#path)) return false;
      throw error;
    }
  }

  /** Takes the name from whatever has it. Says that it got it. */
  replaceName(): true {
    renameSync(this.#temporary, this.#path);
    return true;
  }

  /** The name that it took stays. */
  discard(): void {
    closeSync(this.#file);
    rmSync(this.#temporary, { force: true });
  }
}

/** Whether there is an object of this path. Throws BadInputError for a folder. */
export function isObject(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new BadInputError('key', `${path} is a folder and cannot be an object`);
  return found !== undefined;
}
