// The thread that runs the model: a run holds its thread, which must not be that of the service.
import { parentPort, workerData } from 'node:worker_threads';
import { type InferenceOptions, OnnxInference } from './onnx-inference.ts';
import { type Reply, type Request, sendError } from './worker-messages.ts';

const port = parentPort;
if (!port) throw new Error('inference-worker runs as a worker thread only');

const say = (reply: Reply, transfer: ArrayBuffer[] = []) => port.postMessage(reply, transfer);

async function serve(options: InferenceOptions): Promise<void> {
  const inference = await OnnxInference.open(options);
  const inHand = new Set<Promise<void>>();
  port?.on('message', (request: Request) => {
    if (request.type === 'close') {
      void Promise.all(inHand)
        .then(() => inference.close())
        .then(() => port.close());
      return;
    }
    const answered = answer(inference, request).finally(() => inHand.delete(answered));
    inHand.add(answered);
  });
  const { model, signature } = inference;
  say({ type: 'opened', model, signature });
}

async function answer(inference: OnnxInference, { id, input }: Extract<Request, { type: 'infer' }>): Promise<void> {
  try {
    const inferred = await inference.infer(input);
    say({ type: 'inferred', id, inferred }, [inferred.values.buffer]);
  } catch (error) {
    say({ type: 'refused', id, error: sendError(error) });
  }
}

serve(workerData).catch((error) => say({ type: 'failed', error: sendError(error) }));
