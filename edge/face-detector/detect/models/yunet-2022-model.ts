import { type DetectionModel, fixedSize, type GraphSignature, valuesOf } from './detection-model.ts';
import { fitInside } from './letterbox.ts';
import { ssdPriors } from './ssd-priors.ts';
import { decodeYunet2022 } from './yunet-2022.ts';

/** Recognises YuNet of 2022 by the names of its outputs, one row for each default box. */
export function yunet2022Model({ inputs, outputs }: GraphSignature): DetectionModel | undefined {
  const size = fixedSize(inputs);
  if (!size || !['loc', 'conf', 'iou'].every((name) => outputs.some((output) => output.name === name)))
    return undefined;
  const priors = ssdPriors(size);
  if (outputs.some(({ shape }) => shape[0] !== priors.length)) return undefined;
  return {
    format: { layout: 'nchw', order: 'bgr', scale: 1, offset: 0, padding: 0 },
    minScore: 0.6,
    maxOverlap: 0.3,
    labels: ['face'],
    letterbox: (frame) => fitInside(frame, size),
    decode: (values, _input, minScore) => {
      const [loc, conf, iou] = [valuesOf(values, 'loc'), valuesOf(values, 'conf'), valuesOf(values, 'iou')];
      return decodeYunet2022({ loc, conf, iou }, priors, minScore);
    },
  };
}
