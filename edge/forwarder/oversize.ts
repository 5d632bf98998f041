import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { payloadId } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { makeFolder, syncFolder } from './spool/index.ts';

export interface OversizeOptions {
  readonly folder: string;
  /** Of all files of the folder; what does not fit any more is not kept. */
  readonly maxBytes: number;
  /** Why messages come here, for the note beside each. */
  readonly reason: string;
}

/** The folder of messages that are too long to send. */
export class Oversize {
  readonly #options: OversizeOptions;
  /** Of the folder, not counted yet. */
  #bytes = Number.POSITIVE_INFINITY;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: OversizeOptions) {
    this.#options = options;
  }

  /**
   * Keeps a message, with a note beside it, and returns its file; twice the same is one. Undefined if none fits in. One
   * after another: each has to know how much room the last one took.
   */
  keep(message: MqttMessage): Promise<string | undefined> {
    const kept = this.#last.then(() => this.#keep(message));
    this.#last = kept.catch(() => undefined);
    return kept;
  }

  async #keep({ topic, payload }: MqttMessage): Promise<string | undefined> {
    const { folder, maxBytes, reason } = this.#options;
    await makeFolder(folder);
    const file = join(folder, payloadId(payload).replace(':', '-'));
    const note = `${JSON.stringify({ topic, bytes: payload.length, reason })}\n`;
    const bytes = payload.length + note.length;
    if (this.#bytes + bytes > maxBytes) this.#bytes = await bytesIn(folder); // somebody may have emptied it
    if (this.#bytes + bytes > maxBytes) return undefined;
    await writeFile(`${file}.bin`, payload, { flush: true });
    await writeFile(`${file}.json`, note, { flush: true });
    await syncFolder(folder);
    this.#bytes += bytes;
    return `${file}.bin`;
  }
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
