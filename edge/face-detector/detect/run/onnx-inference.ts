import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Size } from '../../image/size.ts';
import type { ModelInfo } from '../detector.ts';
import type { DetectionModel, GraphSignature, GraphValue, Outputs } from '../models/detection-model.ts';
import { loadModel } from '../models/load-model.ts';
import { suppressOverlaps } from '../models/nms.ts';
import { type ModelSettings, recogniseModel } from '../models/recognise-model.ts';
import type { Inference, Inferred, ModelInput } from './inference.ts';
import { openSession } from './open-session.ts';

export interface InferenceOptions extends ModelSettings {
  /** Path of an .onnx or .tflite file. */
  readonly file: string;
  /** The execution provider of ONNX Runtime that is to run it. */
  readonly provider: string;
}

/** What is run first: a common frame, since some providers choose their kernels by its shape. */
const WARM_UP_FRAME: Size = { width: 640, height: 480 };
/** The first of them are slow by what they do once. */
const WARM_UP_RUNS = 2;
const TIMED_RUNS = 5;

/** Runs a model in the calling thread, which a run holds for some milliseconds. */
export class OnnxInference implements Inference {
  readonly model: ModelInfo;
  readonly signature: GraphSignature;
  readonly width = 1;
  readonly #session: InferenceSession;
  readonly #known: DetectionModel;

  /** Throws ConfigError for a file that is no model we know, ResourceError where the provider does not run it. */
  static async open(options: InferenceOptions): Promise<OnnxInference> {
    const { provider } = options;
    const file = await loadModel(options.file);
    const { session, warm } = await openSession(file, provider, async (session) => {
      const known = recogniseModel(options.file, signatureOf(session), options);
      return { known, ms: await timeRuns(session, known) };
    });
    const { known, ms } = warm;
    const { name, sha256 } = file;
    const sure = known.sureScore === undefined ? {} : { sureScore: known.sureScore };
    return new OnnxInference({ name, sha256, provider, ...sure, timingsMs: { [provider]: ms } }, session, known);
  }

  private constructor(model: ModelInfo, session: InferenceSession, known: DetectionModel) {
    this.model = model;
    this.signature = signatureOf(session);
    this.#session = session;
    this.#known = known;
  }

  async infer(input: ModelInput): Promise<Inferred> {
    const { decode, minScore, maxOverlap } = this.#known;
    const found = decode(await run(this.#session, this.#known, input), input.size, minScore);
    return { detections: suppressOverlaps(found, maxOverlap), values: input.values };
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

/** The median of some runs, in ms. */
async function timeRuns(session: InferenceSession, model: DetectionModel): Promise<number> {
  const { outer: size } = model.letterbox(WARM_UP_FRAME);
  const values = new Float32Array(3 * size.width * size.height);
  const times: number[] = [];
  for (let number = 0; number < WARM_UP_RUNS + TIMED_RUNS; number += 1) {
    const begun = performance.now();
    await run(session, model, { values, size });
    times.push(performance.now() - begun);
  }
  const sorted = times.slice(WARM_UP_RUNS).sort((a, b) => a - b);
  return Number((sorted[Math.floor(TIMED_RUNS / 2)] ?? 0).toFixed(2));
}

async function run(session: InferenceSession, { format }: DetectionModel, input: ModelInput): Promise<Outputs> {
  const { values, size } = input;
  const shape = format.layout === 'nchw' ? [1, 3, size.height, size.width] : [1, size.height, size.width, 3];
  const [name = ''] = session.inputNames;
  const outputs = await session.run({ [name]: new Tensor('float32', values, shape) });
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => [name, data instanceof Float32Array ? data : new Float32Array()]),
  );
}
