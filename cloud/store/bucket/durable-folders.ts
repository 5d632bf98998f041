import { closeSync, fsync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { makeFolders } from '@vedette/core/run';
import { codeOf } from './file-error.ts';

const flushTogether = promisify(fsync);

/** Beyond this many folders it begins to remember anew: a year has 8,760 hours. */
const MAX_REMEMBERED = 10_000;

/** Makes folders that survive a power loss: a name is durable once the folder that holds it was flushed. */
export class DurableFolders {
  readonly #top: string;
  readonly #durable = new Set<string>();

  /** `top`: the absolute path of the folder that everything is under. */
  constructor(top: string) {
    this.#top = top;
  }

  /** Makes a folder and what is missing above it. One that is there may have been made a moment ago by another process. */
  make(folder: string): void {
    if (this.#durable.has(folder)) return;
    const firstMade = makeFolders(folder);
    const last = firstMade !== undefined && this.#top.startsWith(firstMade) ? dirname(firstMade) : this.#top;
    for (let holder = folder; holder.length > last.length; ) {
      holder = dirname(holder);
      flushFolder(holder);
    }
    if (this.#durable.size >= MAX_REMEMBERED) this.#durable.clear();
    this.#durable.add(folder);
  }

  /** What is amiss with this folder may be that it is gone: the next `make` makes it again. */
  forget(folder: string): void {
    this.#durable.delete(folder);
  }

  /** Makes the names in a folder durable; of one that is gone, that it went. Throws where the top is gone. */
  async flush(folder: string): Promise<void> {
    const file = this.#openNearest(folder);
    try {
      await flushTogether(file);
    } finally {
      closeSync(file);
    }
  }

  #openNearest(folder: string): number {
    try {
      return openSync(folder, 'r');
    } catch (error) {
      if (folder === this.#top || codeOf(error) !== 'ENOENT') throw error;
      return this.#openNearest(dirname(folder));
    }
  }
}

function flushFolder(folder: string): void {
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
