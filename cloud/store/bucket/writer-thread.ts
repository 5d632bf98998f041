import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { ObjectToWrite, Written } from './object-writer.ts';

/** Objects as they go to the thread: `bodies` holds their bytes, one behind the other. */
export interface SentGroup {
  readonly bodies: SharedArrayBuffer;
  readonly objects: readonly (Omit<ObjectToWrite, 'body'> & { readonly bytes: number })[];
}

/** The first memory for bodies; it grows with what comes. */
const SHARED_BYTES = 1_024 * 1_024;

interface Pending {
  resolve(written: Written[]): void;
  reject(error: Error): void;
}

/** An ObjectWriter in a thread of its own, which a slow disk may hold up. It starts with the first objects. */
export class WriterThread {
  readonly #bucket: string;
  #worker: Worker | undefined;
  #pending: Pending | undefined;
  /** Used again for each group: a new buffer for each object would keep the garbage collector busy. */
  #shared = new SharedArrayBuffer(SHARED_BYTES);

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  /** As that of ObjectWriter; one call at a time. Rejects with ResourceError where the thread cannot start, or ends. */
  async write(objects: readonly ObjectToWrite[]): Promise<Written[]> {
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(this.#pack(objects));
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
  }

  #pack(objects: readonly ObjectToWrite[]): SentGroup {
    const bytes = objects.reduce((sum, { body }) => sum + body.length, 0);
    if (bytes > this.#shared.byteLength) this.#shared = new SharedArrayBuffer(bytes);
    const all = new Uint8Array(this.#shared);
    let at = 0;
    for (const { body } of objects) {
      all.set(body, at);
      at += body.length;
    }
    const sent = objects.map(({ body, ...object }) => ({ ...object, bytes: body.length }));
    return { bodies: this.#shared, objects: sent };
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    // Without this process's own flags: under a test runner they would have the thread load sources, which it cannot.
    const worker = new Worker(script(), { workerData: this.#bucket, execArgv: [] });
    let cause: string | undefined;
    worker.on('message', (written: Written[]) => {
      worker.unref(); // while it has nothing to do, it does not keep the process
      this.#pending?.resolve(written);
    });
    worker.on('error', (error) => {
      cause = messageOf(error);
    });
    worker.on('exit', (code) => {
      this.#worker = undefined;
      this.#pending?.reject(new ResourceError(`the thread that writes objects ended: ${cause ?? `exit code ${code}`}`));
    });
    return worker;
  }
}

/** A thread loads the build only, so its script is found as the package's export, wherever this file runs from. */
function script(): string {
  try {
    return createRequire(import.meta.url).resolve('@vedette/store/writer-worker');
  } catch (error) {
    throw new ResourceError('the thread that writes objects is not built; run "npm run build"', { cause: error });
  }
}
