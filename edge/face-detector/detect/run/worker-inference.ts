import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { BadInputError, messageOf, ResourceError } from '@vedette/core/errors';
import type { ModelInfo } from '../detector.ts';
import type { GraphSignature } from '../models/detection-model.ts';
import type { Inference, Inferred, ModelInput } from './inference.ts';
import type { InferenceOptions } from './onnx-inference.ts';
import { type Reply, type Request, receiveError } from './worker-messages.ts';

/** What a thread makes and forgets is a few boxes a frame; more room for it is memory that is never given back. */
const YOUNG_MB = 2;

interface Pending {
  resolve(inferred: Inferred): void;
  reject(error: Error): void;
}

/** Runs a model in a thread of its own. */
export class WorkerInference implements Inference {
  readonly model: ModelInfo;
  readonly signature: GraphSignature;
  readonly width = 1;
  /** Resolves when the thread is gone, with the reason. */
  readonly ended: Promise<string>;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  /** Why there is no more to be had of it. */
  #over: Error | undefined;

  /** Rejects as OnnxInference.open does, and with ResourceError where the thread cannot start. */
  static async open(options: InferenceOptions, script = inferenceWorker()): Promise<WorkerInference> {
    const worker = new Worker(script, {
      workerData: options,
      execArgv: [], // not this process's own: under a test runner they would have the thread load sources, which it cannot
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const ended = untilEnd(worker);
    const reply = await firstReply(worker, ended);
    if (reply.type === 'opened') return new WorkerInference(worker, ended, reply);
    await worker.terminate();
    throw reply.type === 'failed' ? receiveError(reply.error) : new Error(`the worker began with "${reply.type}"`);
  }

  private constructor(worker: Worker, ended: Promise<string>, opened: Extract<Reply, { type: 'opened' }>) {
    this.model = opened.model;
    this.signature = opened.signature;
    this.#worker = worker;
    worker.on('message', (reply: Reply) => this.#settle(reply));
    this.ended = ended.then((why) => this.#end(why));
  }

  /** How many runs it was asked for and has not answered. */
  get inHand(): number {
    return this.#pending.size;
  }

  /** Rejects with BadInputError `lost` where the thread ends meanwhile: the frame may be at fault, and is not to be seen twice. */
  infer(input: ModelInput): Promise<Inferred> {
    if (this.#over) return Promise.reject(this.#over);
    const id = this.#nextId;
    this.#nextId += 1;
    this.#ask({ type: 'infer', id, input }, [input.values.buffer]);
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  /** What was asked before is still answered. */
  async close(): Promise<void> {
    if (!this.#over) {
      this.#over = new ResourceError('the inference thread was closed');
      this.#ask({ type: 'close' });
    }
    await this.ended;
  }

  #ask(request: Request, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  #settle(reply: Reply): void {
    if (reply.type !== 'inferred' && reply.type !== 'refused') return;
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.type === 'inferred') pending?.resolve(reply.inferred);
    else pending?.reject(receiveError(reply.error));
  }

  #end(why: string): string {
    const lost = new BadInputError('lost', `the inference thread ended: ${why}`);
    this.#over ??= lost;
    for (const { reject } of this.#pending.values()) reject(lost);
    this.#pending.clear();
    return why;
  }
}

/** A thread loads the build only, so its script is found as the package's export, wherever this file runs from. */
function inferenceWorker(): string {
  try {
    return createRequire(import.meta.url).resolve('@vedette/face-detector/inference-worker');
  } catch (error) {
    throw new ResourceError('the inference worker is not built; run "npm run build"', { cause: error });
  }
}

/** Resolves with the reason when the thread is gone. */
function untilEnd(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    let cause: string | undefined;
    worker.once('error', (error) => {
      cause = messageOf(error);
    });
    worker.once('exit', (code) => resolve(cause ?? `exit code ${code}`));
  });
}

function firstReply(worker: Worker, ended: Promise<string>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    void ended.then((why) => reject(new ResourceError(`the inference worker cannot start: ${why}`)));
  });
}
