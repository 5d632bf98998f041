import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';
import { retryDelays } from '@vedette/core/run';
import type { ModelInfo } from '../detector.ts';
import type { GraphSignature } from '../models/detection-model.ts';
import type { Inference, Inferred, ModelInput } from './inference.ts';
import type { WorkerInference } from './worker-inference.ts';

/** A thread that ends more often within the time below is not started again. */
const MOST_RESTARTS = 5;
const WITHIN_MS = 60_000;
const DELAYS = { firstMs: 100, maxMs: 5_000 };

/** A thread that runs a model, and another in its place where it dies: at once the first time, then later and later. */
export class LastingInference implements Inference {
  readonly model: ModelInfo;
  readonly signature: GraphSignature;
  readonly width = 1;
  readonly #openThread: () => Promise<WorkerInference>;
  readonly #onRestart: (why: string) => void;
  readonly #closing = new AbortController();
  #thread: Promise<WorkerInference>;
  #open: WorkerInference | undefined;
  /** When threads have died, in ms, as far as it counts. */
  #deaths: number[] = [];

  /** Rejects as `openThread` does. `onRestart` is told why a thread has died when another is started in its place. */
  static async open(
    openThread: () => Promise<WorkerInference>,
    onRestart: (why: string) => void,
  ): Promise<LastingInference> {
    return new LastingInference(await openThread(), openThread, onRestart);
  }

  private constructor(
    first: WorkerInference,
    openThread: () => Promise<WorkerInference>,
    onRestart: (why: string) => void,
  ) {
    this.model = first.model;
    this.signature = first.signature;
    this.#openThread = openThread;
    this.#onRestart = onRestart;
    this.#thread = Promise.resolve(first);
    this.#watch(first);
  }

  /** How many runs wait for its thread; without end while there is none. */
  get inHand(): number {
    return this.#open?.inHand ?? Number.POSITIVE_INFINITY;
  }

  /** Rejects with BadInputError where the thread dies at it, with ResourceError once it dies too often or is closed. */
  async infer(input: ModelInput): Promise<Inferred> {
    const thread = this.#open ?? (await this.#thread);
    return thread.infer(input);
  }

  /** What was asked before is still answered. */
  async close(): Promise<void> {
    this.#closing.abort();
    await (await this.#thread.catch(() => undefined))?.close();
  }

  #watch(thread: WorkerInference): void {
    this.#open = thread;
    void thread.ended.then((why) => {
      if (this.#closing.signal.aborted) return;
      this.#open = undefined;
      this.#thread = this.#restart(why);
      this.#thread.catch(() => undefined); // whoever asks next hears it
    });
  }

  async #restart(why: string): Promise<WorkerInference> {
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < WITHIN_MS), now];
    if (this.#deaths.length > MOST_RESTARTS) {
      throw new ResourceError(`the inference thread ended ${this.#deaths.length} times within a minute: ${why}`);
    }
    this.#onRestart(why);
    await sleep(this.#delayMs(), undefined, { signal: this.#closing.signal });
    const thread = await this.#openThread();
    this.#watch(thread);
    return thread;
  }

  #delayMs(): number {
    const delays = retryDelays(DELAYS);
    return this.#deaths.slice(1).reduce(() => delays.next().value, 0);
  }
}
