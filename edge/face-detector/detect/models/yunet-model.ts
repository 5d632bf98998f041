import {
  type DetectionModel,
  fixedSize,
  type GraphSignature,
  type ModelOptions,
  type Outputs,
  valuesOf,
} from './detection-model.ts';
import { fitInside, padToMultiple } from './letterbox.ts';
import { decodeYunet, YUNET_MULTIPLE, YUNET_STRIDES } from './yunet.ts';

/** Recognises YuNet of the 2023 generation by the names of its outputs, with an input of fixed or free size. */
export function yunetModel(
  { inputs, outputs }: GraphSignature,
  { maxSide, minSide }: ModelOptions,
): DetectionModel | undefined {
  const names = new Set(outputs.map(({ name }) => name));
  const wanted = YUNET_STRIDES.flatMap((stride) => ['cls', 'obj', 'bbox', 'kps'].map((part) => `${part}_${stride}`));
  if (inputs.length !== 1 || !wanted.every((name) => names.has(name))) return undefined;
  const size = fixedSize(inputs);
  return {
    format: { layout: 'nchw', order: 'bgr', scale: 1, offset: 0, padding: 0 },
    minScore: 0.6,
    sureScore: 0.7,
    maxOverlap: 0.3,
    labels: ['face'],
    tiles: 0,
    letterbox: (frame) => (size ? fitInside(frame, size) : padToMultiple(frame, maxSide, YUNET_MULTIPLE, minSide)),
    decode: (outputs, input, minScore) =>
      decodeYunet(
        YUNET_STRIDES.map((stride) => grid(outputs, stride)),
        input,
        minScore,
      ),
  };
}

function grid(outputs: Outputs, stride: number) {
  const part = (name: string) => valuesOf(outputs, `${name}_${stride}`);
  return { stride, cls: part('cls'), obj: part('obj'), bbox: part('bbox'), kps: part('kps') };
}
