import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { messageOf, ResourceError } from '@vedette/core/errors';
import { LibsqlError } from './libsql-error.ts';
import type { Answer, LibsqlOptions, Result, Statement } from './libsql-messages.ts';

interface Pending {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** A libsql database in a thread of its own, which a slow disk or a long query may hold up. */
export class LibsqlThread {
  readonly #worker: Worker;
  #pending: Pending | undefined;
  #end: string | undefined;

  constructor(options: LibsqlOptions) {
    // Without this process's own flags: under a test runner they would have the thread load sources, which it cannot.
    this.#worker = new Worker(script(), { workerData: options, execArgv: [] });
    this.#worker.unref(); // while it has nothing to do, it does not keep the process
    this.#worker.on('message', (answer: Answer) => {
      this.#worker.unref();
      this.#pending?.resolve(answer);
    });
    this.#worker.on('error', (error) => {
      this.#end = messageOf(error);
    });
    this.#worker.on('exit', (code) => {
      this.#end ??= `exit code ${code}`;
      this.#pending?.reject(this.#ended());
    });
  }

  /** Whether it can be used no more. */
  get isEnded(): boolean {
    return this.#end !== undefined;
  }

  /** One call at a time. Rejects with LibsqlError, and with ResourceError where the thread has ended. */
  async execute({ sql, parameters }: Statement): Promise<Result> {
    if (this.isEnded) throw this.#ended();
    this.#worker.ref();
    this.#worker.postMessage({ sql, parameters });
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
    if ('rows' in answer) return answer;
    throw new LibsqlError(answer.fault);
  }

  async close(): Promise<void> {
    if (this.isEnded) return;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.ref();
    this.#worker.postMessage('close');
    await ended;
  }

  #ended(): ResourceError {
    return new ResourceError(`the thread of the catalog ended: ${this.#end}`);
  }
}

/** A thread loads the build only, so its script is found as the package's export, wherever this file runs from. */
function script(): string {
  try {
    return createRequire(import.meta.url).resolve('@vedette/store/libsql-worker');
  } catch (error) {
    throw new ResourceError('the thread of the catalog is not built; run "npm run build"', { cause: error });
  }
}
