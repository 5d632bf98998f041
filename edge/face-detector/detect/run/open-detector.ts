import type { Logger } from '@vedette/core/observe';
import type { Detector } from '../detector.ts';
import { findModel } from '../models/find-model.ts';
import type { ModelSettings } from '../models/recognise-model.ts';
import { readSidecar } from '../models/sidecar.ts';
import { WorkerDetector } from './worker-detector.ts';

export interface DetectorOptions extends Omit<ModelSettings, 'sidecar'> {
  /** `auto`, `blazeface`, `yunet`, a name that is known, or the path of an .onnx or .tflite file. */
  readonly model: string;
  /** Folders where models are looked for, in order. */
  readonly modelFolders: readonly string[];
  /** Execution providers of ONNX Runtime, tried in turn. */
  readonly providers: readonly string[];
  /** The one that must run: another is an error. */
  readonly requireProvider?: string | undefined;
  /** A picture with more is refused before it is decoded. */
  readonly maxPixels: number;
  readonly log: Logger;
}

/**
 * Opens the detector in a thread of its own.
 * Throws ConfigError for a model that is missing or unknown, ResourceError where no provider runs it.
 */
export async function openDetector({ log, ...options }: DetectorOptions): Promise<Detector> {
  const { providers, requireProvider, minScore, maxSide, minSide, labels, maxPixels } = options;
  const file = findModel(options.model, options.modelFolders);
  const sidecar = await readSidecar(file);
  const settings = { minScore, maxSide, minSide, labels, sidecar };
  const detector = await WorkerDetector.open({ file, providers, requireProvider, maxPixels, ...settings });
  for (const refusal of detector.refusals) log.info({ ...refusal }, 'an execution provider does not run here');
  return detector;
}
