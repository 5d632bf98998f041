import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Frame } from '../../frame.ts';
import { decodeImage } from '../../image/decode-image.ts';
import type { Size } from '../../image/size.ts';
import type { Detections, Detector, ModelInfo } from '../detector.ts';
import type { DetectionModel, GraphSignature, GraphValue, InputFormat, Outputs } from '../models/detection-model.ts';
import { toFrame } from '../models/letterbox.ts';
import { loadModel } from '../models/load-model.ts';
import { suppressOverlaps } from '../models/nms.ts';
import { type ModelSettings, recogniseModel } from '../models/recognise-model.ts';
import { openSession, type Refusal } from './open-session.ts';
import { toTensor } from './to-tensor.ts';

export interface OnnxDetectorOptions extends ModelSettings {
  /** Path of an .onnx or .tflite file. */
  readonly file: string;
  /** Execution providers of ONNX Runtime, tried in turn. */
  readonly providers: readonly string[];
  /** The one that must run. */
  readonly requireProvider?: string | undefined;
  /** A picture with more is refused before it is decoded. */
  readonly maxPixels: number;
}

/** What a session runs first: a common frame, since some providers choose their kernels by its shape. */
const WARM_UP_FRAME: Size = { width: 640, height: 480 };

/** Finds faces in the calling thread, which a run holds for some milliseconds. */
export class OnnxDetector implements Detector {
  readonly model: ModelInfo;
  /** The providers that were tried in vain. */
  readonly refusals: readonly Refusal[];
  readonly #session: InferenceSession;
  readonly #faces: DetectionModel;
  readonly #options: OnnxDetectorOptions;

  /** Throws ConfigError for a file that is no model we know, ResourceError where no provider runs it. */
  static async open(options: OnnxDetectorOptions): Promise<OnnxDetector> {
    const file = await loadModel(options.file);
    const providers = options.requireProvider ? [options.requireProvider] : options.providers;
    const { session, provider, refusals } = await openSession(file, providers, async (session) => {
      const faces = recogniseModel(options.file, signatureOf(session), options);
      const { outer } = faces.letterbox(WARM_UP_FRAME);
      await run(session, new Float32Array(3 * outer.width * outer.height), shapeOf(outer, faces.format));
    });
    return new OnnxDetector({ name: file.name, sha256: file.sha256, provider }, session, refusals, options);
  }

  private constructor(
    model: ModelInfo,
    session: InferenceSession,
    refusals: readonly Refusal[],
    options: OnnxDetectorOptions,
  ) {
    this.model = model;
    this.refusals = refusals;
    this.#session = session;
    this.#faces = recogniseModel(options.file, signatureOf(session), options);
    this.#options = options;
  }

  async detect({ image }: Frame): Promise<Detections> {
    const faces = this.#faces;
    const { frame, pixels } = await decodeImage(image, (size) => faces.letterbox(size).inner, this.#options.maxPixels);
    const letterbox = faces.letterbox(frame);
    const shape = shapeOf(letterbox.outer, faces.format);
    const outputs = await run(this.#session, toTensor(pixels, letterbox, faces.format), shape);
    const found = faces.decode(outputs, letterbox.outer, faces.minScore);
    const detections = suppressOverlaps(found, faces.maxOverlap).flatMap(
      (detection) => toFrame(detection, letterbox) ?? [],
    );
    return { ...frame, detections };
  }

  close(): Promise<void> {
    return this.#session.release();
  }
}

function signatureOf({ inputMetadata, outputMetadata }: InferenceSession): GraphSignature {
  const values = (metadata: readonly InferenceSession.ValueMetadata[]): GraphValue[] =>
    metadata.map((value) => ({ name: value.name, shape: value.isTensor ? value.shape : [] }));
  return { inputs: values(inputMetadata), outputs: values(outputMetadata) };
}

function shapeOf({ width, height }: Size, { layout }: InputFormat): readonly number[] {
  return layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3];
}

async function run(session: InferenceSession, values: Float32Array, shape: readonly number[]): Promise<Outputs> {
  const [input = ''] = session.inputNames;
  const outputs = await session.run({ [input]: new Tensor('float32', values, shape) });
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => [name, data instanceof Float32Array ? data : new Float32Array()]),
  );
}
