import { ConfigError } from '@vedette/core/errors';
import { COCO_LABELS } from './coco-labels.ts';
import { type DetectionModel, fixedSize, type GraphSignature, type ModelOptions, valuesOf } from './detection-model.ts';
import { fitTopLeft } from './letterbox.ts';
import { decodeYolox, isYoloxSize, YOLOX_VALUES, yoloxCells } from './yolox.ts';

/** Recognises YOLOX by its one output, a row for each cell of its grids. Throws ConfigError for labels that do not fit. */
export function yoloxModel({ inputs, outputs }: GraphSignature, { classes }: ModelOptions): DetectionModel | undefined {
  const size = fixedSize(inputs);
  const [output, ...others] = outputs;
  if (!size || !output || others.length > 0 || !isYoloxSize(size)) return undefined;
  const cells = yoloxCells(size);
  const [, rows, values] = output.shape;
  if (rows !== cells.length || typeof values !== 'number' || values <= YOLOX_VALUES) return undefined;
  const labels = labelsFor(values - YOLOX_VALUES, classes);
  return {
    format: { layout: 'nchw', order: 'bgr', scale: 1, offset: 0, padding: 114 },
    minScore: 0.3,
    maxOverlap: 0.45,
    labels,
    tiles: 0,
    letterbox: (frame) => fitTopLeft(frame, size),
    decode: (outputs, _input, minScore) => decodeYolox(valuesOf(outputs, output.name), cells, labels, minScore),
  };
}

/** What its classes are called, no graph says. */
function labelsFor(count: number, classes: readonly string[] = COCO_LABELS): readonly string[] {
  if (classes.length === count) return classes;
  const named = classes === COCO_LABELS ? "COCO's 80 names do not fit" : `${classes.length} names are given`;
  throw new ConfigError(
    `the model is a YOLOX of ${count} classes, and ${named}: write "labels", its classes in their order, into the .json file of its name beside it`,
  );
}
