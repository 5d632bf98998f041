// The thread that decodes pictures and runs the model: a run holds its thread, which must not be that of the service.
import { parentPort, workerData } from 'node:worker_threads';
import { OnnxDetector, type OnnxDetectorOptions } from './onnx-detector.ts';
import { type Reply, type Request, type SentImage, sendError } from './worker-messages.ts';

const port = parentPort;
if (!port) throw new Error('inference-worker runs as a worker thread only');

const say = (reply: Reply) => port.postMessage(reply);

async function serve(options: OnnxDetectorOptions): Promise<void> {
  const detector = await OnnxDetector.open(options);
  const inHand = new Set<Promise<void>>();
  port?.on('message', (request: Request) => {
    if (request.type === 'close') {
      void Promise.all(inHand)
        .then(() => detector.close())
        .then(() => port.close());
      return;
    }
    const answered = detect(detector, request.id, request.image).finally(() => inHand.delete(answered));
    inHand.add(answered);
  });
  say({ type: 'opened', model: detector.model, refusals: detector.refusals });
}

async function detect(detector: OnnxDetector, id: number, image: SentImage): Promise<void> {
  const data = Buffer.from(image.data.buffer, image.data.byteOffset, image.data.byteLength);
  try {
    say({ type: 'found', id, found: await detector.detect({ ref: '', at: 0, image: { ...image, data } }) });
  } catch (error) {
    say({ type: 'refused', id, error: sendError(error) });
  }
}

serve(workerData).catch((error) => say({ type: 'failed', error: sendError(error) }));
