import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { ObjectToWrite, Written } from './object-writer.ts';

interface Pending {
  resolve(written: Written[]): void;
  reject(error: Error): void;
}

/** An ObjectWriter in a thread of its own, which a slow disk may hold up. It starts with the first objects. */
export class WriterThread {
  readonly #bucket: string;
  #worker: Worker | undefined;
  #pending: Pending | undefined;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  /** As that of ObjectWriter; one call at a time. Rejects with ResourceError where the thread cannot start, or ends. */
  async write(objects: readonly ObjectToWrite[]): Promise<Written[]> {
    this.#worker ??= this.#start();
    // Copies, of these bytes alone: the caller keeps its own, and a view would take along what it is a view on.
    const sent = objects.map((object) => ({ ...object, body: new Uint8Array(object.body) }));
    const transfer = sent.map(({ body }) => body.buffer);
    this.#worker.ref();
    this.#worker.postMessage(sent, transfer);
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
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
