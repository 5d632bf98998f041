import { blazefaceModel } from './blazeface-model.ts';
import type { DetectionModel, GraphSignature, ModelOptions } from './detection-model.ts';
import { ultrafaceModel } from './ultraface-model.ts';
import { yoloxModel } from './yolox-model.ts';
import { yunet2022Model } from './yunet-2022-model.ts';
import { yunetModel } from './yunet-model.ts';

const KNOWN = [yunetModel, yunet2022Model, blazefaceModel, ultrafaceModel, yoloxModel];

/** The detector that a graph is, undefined if it is none that we know. */
export function recogniseModel(graph: GraphSignature, options: ModelOptions): DetectionModel | undefined {
  return KNOWN.map((recognise) => recognise(graph, options)).find((model) => model !== undefined);
}
