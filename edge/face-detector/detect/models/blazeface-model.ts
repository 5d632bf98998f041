import {
  BLAZEFACE_VALUES,
  BLAZEFACE_VARIANTS,
  type BlazefaceVariant,
  blazefaceAnchors,
  decodeBlazeface,
} from './blazeface.ts';
import { type DetectionModel, fixedSize, type GraphSignature, layoutOf, valuesOf } from './detection-model.ts';
import { fitInside } from './letterbox.ts';

type Anchors = ReturnType<typeof blazefaceAnchors>;

/** A pair of outputs, with the anchors that their rows belong to. */
interface Part {
  readonly regressors: string;
  readonly logits: string;
  readonly anchors: Anchors;
}

/** Recognises BlazeFace by the sizes of its input and outputs, in whatever order and under whatever names they come. */
export function blazefaceModel({ inputs, outputs }: GraphSignature): DetectionModel | undefined {
  const layout = layoutOf(inputs);
  const size = fixedSize(inputs, layout);
  const variant = BLAZEFACE_VARIANTS.find(({ side }) => size?.width === side && size.height === side);
  const parts = variant && partsOf(variant, outputs);
  if (!size || !variant || !parts) return undefined;
  return {
    format: { layout, order: 'rgb', scale: 1 / 127.5, offset: -1, padding: 0 },
    minScore: 0.6,
    sureScore: 0.7,
    maxOverlap: 0.3,
    labels: ['face'],
    tiles: variant.tiles,
    letterbox: (frame) => fitInside(frame, size),
    decode: (values, _input, minScore) =>
      parts.flatMap(({ regressors, logits, anchors }) =>
        decodeBlazeface(valuesOf(values, regressors), valuesOf(values, logits), anchors, minScore),
      ),
  };
}

/** MediaPipe joins the grids in one pair of outputs; conversions may have cut the joint off, and give a pair for each. */
function partsOf({ side, grids }: BlazefaceVariant, outputs: GraphSignature['outputs']): Part[] | undefined {
  const named = (anchors: Anchors, values: number) =>
    outputs.find(({ shape }) => String(shape) === `1,${anchors.length},${values}`)?.name;
  const pairOf = (anchors: Anchors): Part[] => {
    const [regressors, logits] = [named(anchors, BLAZEFACE_VALUES), named(anchors, 1)];
    return regressors !== undefined && logits !== undefined ? [{ regressors, logits, anchors }] : [];
  };
  const joined = pairOf(blazefaceAnchors(side, grids));
  const apart = grids.flatMap((grid) => pairOf(blazefaceAnchors(side, [grid])));
  return [joined, apart].find((parts, i) => parts.length === (i === 0 ? 1 : grids.length));
}
