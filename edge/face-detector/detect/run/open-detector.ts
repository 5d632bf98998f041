import type { Logger } from '@vedette/core/observe';
import type { Detector } from '../detector.ts';
import { findModel } from '../models/find-model.ts';
import { WorkerDetector } from './worker-detector.ts';

export interface DetectorOptions {
  /** `auto`, `blazeface`, `yunet`, or the path of an .onnx or .tflite file. */
  readonly model: string;
  /** Folders where models are looked for, in order. */
  readonly modelFolders: readonly string[];
  /** Execution providers of ONNX Runtime, tried in turn. */
  readonly providers: readonly string[];
  /** The one that must run: another is an error. */
  readonly requireProvider?: string | undefined;
  /** Least score of a detection, 0..1; the model's own unless given. */
  readonly minScore?: number | undefined;
  /** Longest side of a frame as a model of free size sees it, in pixels. */
  readonly maxSide: number;
  /** A picture with more is refused before it is decoded. */
  readonly maxPixels: number;
  readonly log: Logger;
}

/**
 * Opens the detector in a thread of its own.
 * Throws ConfigError for a model that is missing or unknown, ResourceError where no provider runs it.
 */
export async function openDetector({ log, ...options }: DetectorOptions): Promise<Detector> {
  const { providers, requireProvider, minScore, maxSide, maxPixels } = options;
  const file = findModel(options.model, options.modelFolders);
  const detector = await WorkerDetector.open({ file, providers, requireProvider, minScore, maxSide, maxPixels });
  for (const refusal of detector.refusals) log.info({ ...refusal }, 'an execution provider does not run here');
  return detector;
}
