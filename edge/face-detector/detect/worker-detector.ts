import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { Frame } from '../frame.ts';
import type { Detections, Detector, ModelInfo } from './detector.ts';
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
  readonly #exited: Promise<unknown>;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  /** Why there is no more to be had of it. */
  #ended: ResourceError | undefined;

  /** Rejects as OnnxDetector.open does, and with ResourceError where the thread cannot start. */
  static async open(options: OnnxDetectorOptions): Promise<WorkerDetector> {
    const worker = startWorker(options);
    const reply = await firstReply(worker);
    if (reply.type === 'opened') return new WorkerDetector(worker, reply);
    await worker.terminate();
    throw reply.type === 'failed' ? receiveError(reply.error) : new Error(`the worker began with "${reply.type}"`);
  }

  private constructor(worker: Worker, { model, refusals }: Extract<Reply, { type: 'opened' }>) {
    this.model = model;
    this.refusals = refusals;
    this.#worker = worker;
    this.#exited = new Promise((resolve) => {
      worker.once('exit', resolve);
    });
    let cause = 'it was stopped';
    worker.on('message', (reply: Reply) => this.#settle(reply));
    worker.once('error', (error) => {
      cause = messageOf(error);
    });
    worker.once('exit', () => this.#end(`the inference worker ended: ${cause}`));
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

/** A thread loads the build only, so it is found as the package's export, wherever this file runs from. */
function startWorker(options: OnnxDetectorOptions): Worker {
  const require = createRequire(import.meta.url);
  try {
    return new Worker(require.resolve('@vedette/face-detector/inference-worker'), { workerData: options });
  } catch (error) {
    throw new ResourceError(`the inference worker is not built; run "npm run build": ${messageOf(error)}`, {
      cause: error,
    });
  }
}

async function firstReply(worker: Worker): Promise<Reply> {
  const exited = new Promise<never>((_resolve, reject) => {
    worker.once('exit', (code) => reject(new Error(`exit code ${code}`)));
  });
  try {
    const [reply] = await Promise.race([once(worker, 'message'), exited]);
    return reply;
  } catch (error) {
    throw new ResourceError(`the inference worker cannot start: ${messageOf(error)}`, { cause: error });
  }
}
