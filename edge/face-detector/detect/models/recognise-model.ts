import { ConfigError } from '@vedette/core/errors';
import type { Detection } from '../detector.ts';
import { unsureScore } from './by-sureness.ts';
import { type DecoderName, RECOGNISERS } from './decoders.ts';
import type { DetectionModel, GraphSignature, InputFormat, ModelOptions } from './detection-model.ts';
import type { Sidecar } from './sidecar.ts';

/** How a user wants a model to be used. */
export interface ModelSettings extends Omit<ModelOptions, 'classes'> {
  /** Least score of a detection, 0..1; the model's own unless given. */
  readonly minScore?: number | undefined;
  /** The labels that are to be sent; all unless given. */
  readonly labels?: readonly string[] | undefined;
  /** Labels that somebody relies on its finding. */
  readonly mustFind?: readonly string[] | undefined;
  /** Whether `decode` gives what is not to be sent as well, too unsure or of another label, for who hides it. */
  readonly tellUnsure?: boolean | undefined;
  /** Tiles along a frame's shorter side that it is looked at in, beside the whole; the model's own unless given. */
  readonly tiles?: number | undefined;
  /** What the file beside the model says. */
  readonly sidecar?: Sidecar | undefined;
}

/**
 * The detector that a graph is, by its inputs and outputs or by what is said beside it. Throws ConfigError for one that
 * is none we know, and for labels that it does not have.
 */
export function recogniseModel(path: string, graph: GraphSignature, settings: ModelSettings): DetectionModel {
  const { sidecar = {} } = settings;
  const known = recognise(graph, sidecar.decoder, { ...settings, classes: sidecar.labels });
  if (!known) throw unknownModel(path, sidecar.decoder);
  const missing = (settings.mustFind ?? []).filter((label) => !known.labels.includes(label));
  if (missing.length > 0) throw missesWhatIsHidden(missing, known);
  const model = {
    ...known,
    format: { ...known.format, ...formatOf(sidecar.input) },
    minScore: settings.minScore ?? sidecar.minScore ?? known.minScore,
    maxOverlap: sidecar.maxOverlap ?? known.maxOverlap,
    tiles: settings.tiles ?? known.tiles,
    labels: wantedLabels(settings.labels, known),
  };
  return { ...model, decode: settings.tellUnsure ? decodeAll(model) : decodeWanted(model) };
}

function recognise(graph: GraphSignature, decoder: DecoderName | undefined, options: ModelOptions) {
  const recognisers = decoder === undefined ? Object.values(RECOGNISERS) : [RECOGNISERS[decoder]];
  return recognisers.map((recogniser) => recogniser(graph, options)).find((model) => model !== undefined);
}

function formatOf({ order, range, padding }: NonNullable<Sidecar['input']> = {}): Partial<InputFormat> {
  return {
    ...(order === undefined ? {} : { order }),
    ...(range === undefined ? {} : { scale: (range[1] - range[0]) / 255, offset: range[0] }),
    ...(padding === undefined ? {} : { padding }),
  };
}

function wantedLabels(wanted: readonly string[] | undefined, { labels }: DetectionModel): readonly string[] {
  const unknown = (wanted ?? []).filter((label) => !labels.includes(label));
  if (unknown.length === 0) return wanted ?? labels;
  throw new ConfigError(`the model knows no ${unknown.join(', ')}; its labels are ${labels.join(', ')}`);
}

/** What is not wanted goes before overlaps are suppressed; a label never suppresses another. */
function decodeWanted({ decode, labels }: DetectionModel): DetectionModel['decode'] {
  const wanted = new Set(labels);
  return (...run) => withinScale(decode(...run)).filter(({ label }) => wanted.has(label));
}

/** Whatever is not wanted may lie in a picture of what is. */
function decodeAll({ decode }: DetectionModel): DetectionModel['decode'] {
  return (outputs, input, minScore) => withinScale(decode(outputs, input, unsureScore(minScore)));
}

/** Rounding may carry a score beyond 1, above all in half precision. */
function withinScale(found: readonly Detection[]): Detection[] {
  return found.map((detection) => ({ ...detection, score: Math.min(detection.score, 1) }));
}

/** What nobody looks for is not found, and would be shown. */
function missesWhatIsHidden(missing: readonly string[], { labels }: DetectionModel): ConfigError {
  const named = missing.map((label) => `faceDetector.privacy.${label}`).join(', ');
  return new ConfigError(
    `${named} cannot be kept: the model finds ${labels.join(', ')} only; take a model that finds it, or leave it out`,
  );
}

function unknownModel(path: string, decoder: DecoderName | undefined): ConfigError {
  if (decoder !== undefined) {
    return new ConfigError(
      `the model ${path} has not the inputs and outputs of ${decoder}, which the .json file beside it names`,
    );
  }
  const kinds = Object.keys(RECOGNISERS).join(', ');
  return new ConfigError(
    `the model ${path} is no detector that is known by its inputs and outputs (${kinds}); see \`vedette models\``,
  );
}
