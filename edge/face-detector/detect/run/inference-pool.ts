import type { ModelInfo } from '../detector.ts';
import type { GraphSignature } from '../models/detection-model.ts';
import type { Inference, Inferred, ModelInput } from './inference.ts';
import type { LastingInference } from './lasting-inference.ts';

/** Several threads that run one model: each input goes to the one with the least to do. */
export class InferencePool implements Inference {
  readonly model: ModelInfo;
  readonly signature: GraphSignature;
  readonly #threads: readonly LastingInference[];

  /** Opens `count` of them, at least one; rejects as the first that cannot be opened does, and leaves none open. */
  static async open(count: number, openOne: () => Promise<LastingInference>): Promise<InferencePool> {
    const first = await openOne(); // alone, so that its times are not those of a busy machine
    const others = await Promise.allSettled(Array.from({ length: count - 1 }, openOne));
    const opened = others.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const threads = [first, ...opened];
    const failed = others.find((one) => one.status === 'rejected');
    if (!failed) return new InferencePool(first, threads);
    await Promise.all(threads.map((thread) => thread.close()));
    throw failed.reason;
  }

  private constructor({ model, signature }: LastingInference, threads: readonly LastingInference[]) {
    this.model = model;
    this.signature = signature;
    this.#threads = threads;
  }

  infer(input: ModelInput): Promise<Inferred> {
    const [first, ...others] = this.#threads as [LastingInference, ...LastingInference[]];
    return others.reduce((best, one) => (one.inHand < best.inHand ? one : best), first).infer(input);
  }

  get width(): number {
    return this.#threads.length;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}
