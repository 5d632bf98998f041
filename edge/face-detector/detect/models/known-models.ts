import { blazefaceModel } from './blazeface-model.ts';
import type { DetectionModel, GraphSignature, ModelOptions } from './detection-model.ts';
import { yunetModel } from './yunet-model.ts';

const KNOWN = [yunetModel, blazefaceModel];

/** The detector that a graph is, undefined if it is none that we know. */
export function recogniseModel(graph: GraphSignature, options: ModelOptions): DetectionModel | undefined {
  return KNOWN.map((recognise) => recognise(graph, options)).find((model) => model !== undefined);
}
