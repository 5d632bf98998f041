import type { Frame } from '../../frame.ts';
import type { Detections, Detector, ModelInfo } from '../detector.ts';
import type { MotionGate } from './motion-gate.ts';
import type { OnnxDetector } from './onnx-detector.ts';

/** Looks at frames in which something has moved. */
export class MotionDetector implements Detector {
  readonly #detector: OnnxDetector;
  readonly #gate: MotionGate;
  /** The gate has seen the frames before. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(detector: OnnxDetector, gate: MotionGate) {
    this.#detector = detector;
    this.#gate = gate;
  }

  get model(): ModelInfo {
    return this.#detector.model;
  }

  get places(): number {
    return this.#detector.places;
  }

  /** Several frames are decoded at once, and compared in the order in which they were given. */
  async detect({ image, at }: Frame): Promise<Detections | 'still'> {
    const before = this.#turn;
    const decoding = this.#detector.decode(image);
    const isStill = Promise.all([decoding, before]).then(([{ pixels }]) => this.#gate.isStill(pixels, at));
    this.#turn = Promise.allSettled([isStill, before]);
    return (await isStill) ? 'still' : this.#detector.look(await decoding);
  }

  close(): Promise<void> {
    return this.#detector.close();
  }
}
