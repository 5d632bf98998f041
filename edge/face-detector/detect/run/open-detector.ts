import { availableParallelism } from 'node:os';
import type { Logger } from '@vedette/core/observe';
import type { Detector } from '../detector.ts';
import { findModel } from '../models/find-model.ts';
import type { ModelSettings } from '../models/recognise-model.ts';
import { readSidecar } from '../models/sidecar.ts';
import { InferencePool } from './inference-pool.ts';
import { LastingInference } from './lasting-inference.ts';
import { MotionDetector } from './motion-detector.ts';
import { MotionGate } from './motion-gate.ts';
import { OnnxDetector } from './onnx-detector.ts';
import type { InferenceOptions } from './onnx-inference.ts';
import { type Choice, chooseProvider } from './providers/choose-provider.ts';
import { WorkerInference } from './worker-inference.ts';

/** More threads than a camera has frames for would only take memory. */
const MOST_WORKERS = 4;

export interface DetectorOptions extends Omit<ModelSettings, 'sidecar'> {
  /** `auto`, `blazeface`, `yunet`, a name that is known, or the path of an .onnx or .tflite file. */
  readonly model: string;
  /** Folders where models are looked for, in order. */
  readonly modelFolders: readonly string[];
  /** The execution provider of ONNX Runtime that must run it; `auto` is the fastest here. */
  readonly provider: string;
  /** Threads that run the model; one fewer than there are cores, and no more than a few, unless given. */
  readonly workers?: number | undefined;
  /** A picture with more is refused before it is decoded. */
  readonly maxPixels: number;
  /** Whether and how frames in which nothing has moved are passed over; none is unless given. */
  readonly motion?: { readonly gate: boolean; readonly minChange: number; readonly maxStillSeconds: number };
  readonly log: Logger;
  /** A thread has died, and another is started in its place. */
  onRestart?(why: string): void;
}

/**
 * Opens the detector, whose net runs in threads of its own. Throws ConfigError for a model that is missing or unknown,
 * ResourceError where the provider that is asked for does not run it.
 */
export async function openDetector({ log, ...options }: DetectorOptions): Promise<Detector> {
  const { minScore, maxSide, minSide, labels, tiles, mustFind, tellUnsure, maxPixels, onRestart } = options;
  const file = findModel(options.model, options.modelFolders);
  const sidecar = await readSidecar(file);
  const settings = { file, minScore, maxSide, minSide, labels, tiles, mustFind, tellUnsure, sidecar };
  const { provider, timingsMs, refusals } = await choiceOf(options.provider, settings);
  for (const refusal of refusals) log.info({ ...refusal }, 'an execution provider does not run here');
  const openThread = () => WorkerInference.open({ ...settings, provider });
  const openOne = () =>
    LastingInference.open(openThread, (why) => {
      log.warn({ reason: why }, 'the inference thread ended; another is started');
      onRestart?.(why);
    });
  const inference = await InferencePool.open(options.workers ?? coresToSpare(), openOne);
  const model = { ...inference.model, timingsMs: { ...timingsMs, ...inference.model.timingsMs } };
  log.info({ model: model.name, provider, timingsMs: model.timingsMs, threads: inference.width }, 'the model is open');
  const detector = new OnnxDetector(inference, { ...settings, model, maxPixels });
  if (!options.motion?.gate) return detector;
  const { minChange, maxStillSeconds } = options.motion;
  return new MotionDetector(detector, new MotionGate({ minChange, maxStill: maxStillSeconds * 1_000_000 }));
}

async function choiceOf(provider: string, settings: Omit<InferenceOptions, 'provider'>): Promise<Choice> {
  return provider === 'auto' ? chooseProvider(settings) : { provider, timingsMs: {}, refusals: [] };
}

function coresToSpare(): number {
  return Math.min(Math.max(availableParallelism() - 1, 1), MOST_WORKERS);
}
