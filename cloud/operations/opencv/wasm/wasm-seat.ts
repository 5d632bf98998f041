import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { OpenCvAnswer, OpenCvRequest } from '../messages.ts';
import type { Seat } from '../seat.ts';

/** OpenCV as WebAssembly, in a thread of its own. */
export class WasmSeat implements Seat {
  readonly #worker: Worker;
  #settle: { resolve(answer: OpenCvAnswer): void; reject(error: Error): void } | undefined;
  #end: string | undefined;

  constructor() {
    // Without this process's own flags: under a test runner they would have the thread load sources, which it cannot.
    this.#worker = new Worker(script(), { execArgv: [] });
    this.#worker.unref(); // while it has nothing to do, it does not keep the process
    this.#worker.on('message', (answer: OpenCvAnswer) => {
      this.#worker.unref();
      this.#settle?.resolve(answer);
    });
    this.#worker.on('error', (error) => {
      this.#end = messageOf(error);
    });
    this.#worker.on('exit', (code) => {
      this.#end ??= `exit code ${code}`;
      this.#settle?.reject(this.#ended());
    });
  }

  async ask(request: OpenCvRequest): Promise<OpenCvAnswer> {
    if (this.#end !== undefined) throw this.#ended();
    this.#worker.ref();
    this.#worker.postMessage(request);
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #ended(): ResourceError {
    return new ResourceError(`the thread of OpenCV ended: ${this.#end}`);
  }
}

/** A thread loads the build only, so its script is found as the package's export, wherever this file runs from. */
function script(): string {
  try {
    return createRequire(import.meta.url).resolve('@vedette/operations/opencv-thread');
  } catch (error) {
    throw new ResourceError('the thread of OpenCV is not built; run "npm run build"', { cause: error });
  }
}
