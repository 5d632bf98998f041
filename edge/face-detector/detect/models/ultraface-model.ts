import { type DetectionModel, fixedSize, type GraphSignature, valuesOf } from './detection-model.ts';
import { fitInside } from './letterbox.ts';
import { decodeUltraface } from './ultraface.ts';

/** Recognises UltraFace (version-RFB, version-slim) by its two outputs, one row for each default box. */
export function ultrafaceModel({ inputs, outputs }: GraphSignature): DetectionModel | undefined {
  const size = fixedSize(inputs);
  const shapeOf = (name: string) => outputs.find((output) => output.name === name)?.shape;
  const [scores, boxes] = [shapeOf('scores'), shapeOf('boxes')];
  if (!size || scores?.[2] !== 2 || boxes?.[2] !== 4 || scores[1] !== boxes[1]) return undefined;
  return {
    format: { layout: 'nchw', order: 'rgb', scale: 1 / 128, offset: -127 / 128, padding: 127 },
    minScore: 0.7,
    maxOverlap: 0.3,
    labels: ['face'],
    tiles: 0,
    letterbox: (frame) => fitInside(frame, size),
    decode: (values, input, minScore) =>
      decodeUltraface(valuesOf(values, 'scores'), valuesOf(values, 'boxes'), input, minScore),
  };
}
