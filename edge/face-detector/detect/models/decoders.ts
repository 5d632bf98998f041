import { blazefaceModel } from './blazeface-model.ts';
import type { DetectionModel, GraphSignature, ModelOptions } from './detection-model.ts';
import { ultrafaceModel } from './ultraface-model.ts';
import { yoloxModel } from './yolox-model.ts';
import { yunet2022Model } from './yunet-2022-model.ts';
import { yunetModel } from './yunet-model.ts';

/** Makes a detector of a graph that is one of its kind, undefined of any other. */
type Recogniser = (graph: GraphSignature, options: ModelOptions) => DetectionModel | undefined;

/** Every kind of detector that is known. A new one is a new file and a line here. */
export const RECOGNISERS = {
  yunet: yunetModel,
  'yunet-2022': yunet2022Model,
  blazeface: blazefaceModel,
  ultraface: ultrafaceModel,
  yolox: yoloxModel,
} as const satisfies Record<string, Recogniser>;

export type DecoderName = keyof typeof RECOGNISERS;
