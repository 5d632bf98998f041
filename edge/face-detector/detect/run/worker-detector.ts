import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { Frame } from '../../frame.ts';
import type { Detections, Detector, ModelInfo } from '../detector.ts';
import type { OnnxDetectorOptions } from './onnx-detector.ts';
import type { Refusal } from './open-session.ts';
import { type Reply, type Request, receiveError } from './worker-messages.ts';

interface Pending {
  resolve(found: Detections): void;
  reject(error: Error): void;
}

/** Finds faces in a thread of its own. */
export class WorkerDetector implements Detector {
  readonly model: ModelInfo;
  /** The providers that were tried in vain. */
  readonly refusals: readonly Refusal[];
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  /** Why there is no more to be had of it. */
  #ended: ResourceError | undefined;

  /** Rejects as OnnxDetector.open does, and with ResourceError where the thread cannot start. */
  static async open(options: OnnxDetectorOptions, script = inferenceWorker()): Promise<WorkerDetector> {
    // Without this process's own flags: under a test runner they would have the thread load sources, which it cannot.
    const worker = new Worker(script, { workerData: options, execArgv: [] });
    const ended = untilEnd(worker);
    const reply = await firstReply(worker, ended);
    if (reply.type === 'opened') return new WorkerDetector(worker, ended, reply);
    await worker.terminate();
    throw reply.type === 'failed' ? receiveError(reply.error) : new Error(`the worker began with "${reply.type}"`);
  }

  private constructor(worker: Worker, ended: Promise<string>, { model, refusals }: Extract<Reply, { type: 'opened' }>) {
    this.model = model;
    this.refusals = refusals;
    this.#worker = worker;
    worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#exited = ended.then((why) => this.#end(`the inference worker ended: ${why}`));
  }

  detect({ image }: Frame): Promise<Detections> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#nextId;
    this.#nextId += 1;
    // A copy, of these bytes alone: whoever made the frame still cuts shots from it, and a view would take its pool along.
    const data = new Uint8Array(image.data);
    this.#ask({ type: 'detect', id, image: { ...image, data } }, [data.buffer]);
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  /** What was asked before is still answered. */
  async close(): Promise<void> {
    if (!this.#ended) {
      this.#ended = new ResourceError('the detector is closed');
      this.#ask({ type: 'close' });
    }
    await this.#exited;
  }

  #ask(request: Request, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  #settle(reply: Reply): void {
    if (reply.type !== 'found' && reply.type !== 'refused') return;
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.type === 'found') pending?.resolve(reply.found);
    else pending?.reject(receiveError(reply.error));
  }

  #end(why: string): void {
    this.#ended ??= new ResourceError(why);
    for (const { reject } of this.#pending.values()) reject(new ResourceError(why));
    this.#pending.clear();
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
