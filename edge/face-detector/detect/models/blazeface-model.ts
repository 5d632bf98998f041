import { BLAZEFACE_VALUES, BLAZEFACE_VARIANTS, blazefaceAnchors, decodeBlazeface } from './blazeface.ts';
import { type DetectionModel, fixedSize, type GraphSignature, valuesOf } from './detection-model.ts';
import { fitInside } from './letterbox.ts';

/** Recognises BlazeFace by the sizes of its input and outputs, in whatever order and under whatever names they come. */
export function blazefaceModel({ inputs, outputs }: GraphSignature): DetectionModel | undefined {
  const size = fixedSize(inputs);
  const variant = BLAZEFACE_VARIANTS.find(({ side }) => size?.width === side && size.height === side);
  if (!size || !variant) return undefined;
  const anchors = blazefaceAnchors(variant.side, variant.grids);
  const output = (values: number) => outputs.find(({ shape }) => String(shape) === `1,${anchors.length},${values}`);
  const regressors = output(BLAZEFACE_VALUES);
  const logits = output(1);
  if (!regressors || !logits) return undefined;
  return {
    format: { layout: 'nchw', order: 'rgb', scale: 1 / 127.5, offset: -1, padding: 0 },
    minScore: 0.5,
    letterbox: (frame) => fitInside(frame, size),
    decode: (values, _input, minScore) =>
      decodeBlazeface(valuesOf(values, regressors.name), valuesOf(values, logits.name), anchors, minScore),
  };
}
