import type { Size } from '../../image/size.ts';
import { type DetectionModel, fixedSize, type GraphSignature, type ModelOptions, valuesOf } from './detection-model.ts';
import { fitInside, padToMultiple } from './letterbox.ts';
import { type Prior, ssdPriors } from './ssd-priors.ts';
import { decodeYunet2022 } from './yunet-2022.ts';

/** Recognises YuNet of 2022 by the names of its outputs, one row for each default box. */
export function yunet2022Model(
  { inputs, outputs }: GraphSignature,
  { maxSide, minSide }: ModelOptions,
): DetectionModel | undefined {
  if (!['loc', 'conf', 'iou'].every((name) => outputs.some((output) => output.name === name))) return undefined;
  const size = fixedSize(inputs);
  const priorsFor = rememberLast(ssdPriors);
  return {
    format: { layout: 'nchw', order: 'bgr', scale: 1, offset: 0, padding: 0 },
    minScore: 0.8,
    maxOverlap: 0.3,
    labels: ['face'],
    tiles: 0,
    letterbox: (frame) => (size ? fitInside(frame, size) : padToMultiple(frame, maxSide, 1, minSide)),
    decode: (values, input, minScore) => {
      const [loc, conf, iou] = [valuesOf(values, 'loc'), valuesOf(values, 'conf'), valuesOf(values, 'iou')];
      return decodeYunet2022({ loc, conf, iou }, priorsFor(input), minScore);
    },
  };
}

/** A camera's frames are all of one size. */
function rememberLast(compute: (size: Size) => Prior[]): (size: Size) => Prior[] {
  let last: { readonly size: Size; readonly priors: Prior[] } | undefined;
  return (size) => {
    if (last?.size.width !== size.width || last.size.height !== size.height) last = { size, priors: compute(size) };
    return last.priors;
  };
}
