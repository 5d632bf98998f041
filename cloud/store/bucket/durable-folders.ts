import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Beyond this many folders it begins to remember anew: a year has 8,760 hours. */
const MAX_REMEMBERED = 10_000;

/** Makes folders that survive a power loss: a name is durable once the folder that holds it was synced. */
export class DurableFolders {
  readonly #top: string;
  readonly #durable = new Set<string>();

  /** `top`: the absolute path of the folder that everything is under. */
  constructor(top: string) {
    this.#top = top;
  }

  /** Makes a folder and what is missing above it. One that is there may have been made a moment ago by another process. */
  async make(folder: string): Promise<void> {
    const firstMade = await mkdir(folder, { recursive: true });
    if (firstMade === undefined && this.#durable.has(folder)) return;
    const last = firstMade !== undefined && this.#top.startsWith(firstMade) ? dirname(firstMade) : this.#top;
    for (let holder = folder; holder.length > last.length; ) {
      holder = dirname(holder);
      await this.sync(holder);
    }
    if (this.#durable.size >= MAX_REMEMBERED) this.#durable.clear();
    this.#durable.add(folder);
  }

  /** Makes the names in a folder durable. */
  async sync(folder: string): Promise<void> {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
