import type { EncodedImage, Frame, RawImage } from '../../frame.ts';
import { copyRegion } from '../../image/copy-region.ts';
import { type DecodedImage, decodeImage } from '../../image/decode-image.ts';
import type { Pixels } from '../../image/pixels.ts';
import { scaleTo } from '../../image/scale-to.ts';
import type { Size } from '../../image/size.ts';
import type { Detection, Detections, Detector, ModelInfo } from '../detector.ts';
import { bySureness } from '../models/by-sureness.ts';
import type { DetectionModel } from '../models/detection-model.ts';
import { type Letterbox, toFrame } from '../models/letterbox.ts';
import { suppressOverlaps } from '../models/nms.ts';
import { type ModelSettings, recogniseModel } from '../models/recognise-model.ts';
import { fromTile, type Tiling, tilingOf } from '../models/tiles.ts';
import { withSharpness } from '../sharpness.ts';
import type { Inference } from './inference.ts';
import { InputTensors } from './input-tensors.ts';
import type { InferenceOptions } from './onnx-inference.ts';
import { someAtATime } from './some-at-a-time.ts';

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
  readonly #wholes: InputTensors;
  readonly #tiles: InputTensors;
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
    this.#wholes = new InputTensors(this.#known.format);
    this.#tiles = new InputTensors(this.#known.format);
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
    const sizeFor = (frame: Size) =>
      (tilingOf(frame, this.#known) ?? { size: this.#known.letterbox(frame).inner }).size;
    return decodeImage(image, sizeFor, this.#maxPixels);
  }

  /** Looks for it in a frame that is decoded. */
  async look({ frame, pixels, whole }: DecodedImage): Promise<Detections> {
    const { maxOverlap } = this.#known;
    const tiling = tilingOf(frame, this.#known);
    const parts = [this.#lookAtWhole(frame, pixels), tiling ? this.#lookAtTiles(pixels, tiling) : []];
    const found = (await Promise.all(parts)).flat();
    const once = tiling ? suppressOverlaps(found, maxOverlap) : found;
    const { detections, ...unsure } = bySureness(once, this.#known);
    const judged = detections.map((detection) => withSharpness(detection, frame, pixels));
    return { ...frame, detections: judged, ...unsure, ...(whole && { whole }) };
  }

  async #lookAtWhole(frame: Size, pixels: Pixels): Promise<Detection[]> {
    const letterbox = this.#known.letterbox(frame);
    const found = await this.#infer(await scaleTo(letterbox.inner, pixels), letterbox, this.#wholes);
    return found.flatMap((detection) => toFrame(detection, letterbox) ?? []);
  }

  /** While the net runs on as many tiles as it can, another is laid out; more at once would only take memory. */
  async #lookAtTiles(pixels: Pixels, tiling: Tiling): Promise<Detection[]> {
    const { tile, corners } = tiling;
    const found = await someAtATime(corners, this.places, async (corner) => {
      const [left, top] = corner;
      const inTile = await this.#infer(copyRegion(pixels, { left, top, ...tile.frame }), tile, this.#tiles);
      return inTile.flatMap((detection) => fromTile(detection, tiling, corner) ?? []);
    });
    return found.flat();
  }

  async #infer(pixels: Pixels, letterbox: Letterbox, inputs: InputTensors): Promise<readonly Detection[]> {
    const input = inputs.make(pixels, letterbox);
    const { detections, values } = await this.#inference.infer({ values: input, size: letterbox.outer });
    inputs.giveBack(values, letterbox);
    return detections;
  }

  close(): Promise<void> {
    return this.#inference.close();
  }
}
