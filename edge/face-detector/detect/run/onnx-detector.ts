import type { EncodedImage, Frame, RawImage } from '../../frame.ts';
import { type DecodedImage, decodeImage } from '../../image/decode-image.ts';
import type { Detections, Detector, ModelInfo } from '../detector.ts';
import { bySureness } from '../models/by-sureness.ts';
import type { DetectionModel } from '../models/detection-model.ts';
import { toFrame } from '../models/letterbox.ts';
import { type ModelSettings, recogniseModel } from '../models/recognise-model.ts';
import type { Inference } from './inference.ts';
import { InputTensors } from './input-tensors.ts';
import type { InferenceOptions } from './onnx-inference.ts';

export interface OnnxDetectorOptions extends ModelSettings {
  /** Path of the model's file. */
  readonly file: string;
  /** A picture with more is refused before it is decoded. */
  readonly maxPixels: number;
  /** What is known of the model, where it is more than the one who runs it knows. */
  readonly model?: ModelInfo;
}

/** Finds what a model knows in frames: decodes them and lays them out for its net, which runs elsewhere. */
export class OnnxDetector implements Detector {
  readonly model: ModelInfo;
  readonly #inference: Inference;
  readonly #known: DetectionModel;
  readonly #inputs: InputTensors;
  readonly #maxPixels: number;

  /** A detector whose net runs in the calling thread. Rejects as OnnxInference.open does. */
  static async open(options: OnnxDetectorOptions & InferenceOptions): Promise<OnnxDetector> {
    const { OnnxInference } = await import('./onnx-inference.ts'); // some ten MB that a service has in a thread of its own
    return new OnnxDetector(await OnnxInference.open(options), options);
  }

  /** Closes `inference` with itself. */
  constructor(inference: Inference, options: OnnxDetectorOptions) {
    this.model = options.model ?? inference.model;
    this.#inference = inference;
    this.#known = recogniseModel(options.file, inference.signature, options);
    this.#inputs = new InputTensors(this.#known.format);
    this.#maxPixels = options.maxPixels;
  }

  /** While the net runs on as many as it can, another is decoded. */
  get places(): number {
    return this.#inference.width + 1;
  }

  async detect({ image }: Frame): Promise<Detections> {
    return this.look(await this.decode(image));
  }

  /** The frame as the model is to see it. Rejects with BadInputError. */
  decode(image: EncodedImage | RawImage): Promise<DecodedImage> {
    return decodeImage(image, (size) => this.#known.letterbox(size).inner, this.#maxPixels);
  }

  /** Looks for it in a frame that is decoded. */
  async look({ frame, pixels, whole }: DecodedImage): Promise<Detections> {
    const letterbox = this.#known.letterbox(frame);
    const input = this.#inputs.make(pixels, letterbox);
    const { detections, values } = await this.#inference.infer({ values: input, size: letterbox.outer });
    this.#inputs.giveBack(values, letterbox);
    const found = detections.flatMap((detection) => toFrame(detection, letterbox) ?? []);
    return { ...frame, ...bySureness(found, this.#known.minScore), ...(whole && { whole }) };
  }

  close(): Promise<void> {
    return this.#inference.close();
  }
}
