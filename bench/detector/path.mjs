// The detector as the service opens it, with one thread for the net.
import { recogniseModel } from '../../edge/face-detector/dist/detect/models/recognise-model.js';
import { InputTensors } from '../../edge/face-detector/dist/detect/run/input-tensors.js';
import { OnnxDetector } from '../../edge/face-detector/dist/detect/run/onnx-detector.js';
import { WorkerInference } from '../../edge/face-detector/dist/detect/run/worker-inference.js';

export async function openPath(options) {
  const inference = await WorkerInference.open({ ...options, provider: 'cpu' });
  const detector = new OnnxDetector(inference, options);
  const known = recogniseModel(options.file, inference.signature, options);
  return {
    detect: (frame) => detector.detect(frame),
    decode: ({ image }) => detector.decode(image),
    /** What the net sees of a frame. */
    async tensorOf({ image }) {
      const { frame, pixels } = await detector.decode(image);
      const letterbox = known.letterbox(frame);
      const { width, height } = letterbox.outer;
      return { values: new InputTensors(known.format).make(pixels, letterbox), shape: [1, 3, height, width] };
    },
    close: () => detector.close(),
  };
}
