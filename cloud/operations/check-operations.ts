import type { ImageHeader } from '@vedette/core/message';
import type { OperationsConfig } from './config.ts';
import { type Numbered, numbered, refusal } from './numbered.ts';
import type { Operation } from './operation.ts';
import { type Format, formatOf } from './result-format.ts';
import { type Size, sizeAfter } from './size-after.ts';

/** The longest side that a format, or its encoder, can have, in pixels. */
const MAX_SIDE: Readonly<Record<Format, number>> = { jpeg: 65_500, png: 65_535, webp: 16_383, avif: 16_384 };

/**
 * Looks, without decoding anything, at whether a list can be done with a picture. Throws BadInputError (`operation`) with the
 * number of the one that cannot. Gives the size of the result, which may be a pixel off.
 */
export function checkOperations(
  header: ImageHeader,
  operations: readonly Operation[],
  { maxResultPixels }: Pick<OperationsConfig, 'maxResultPixels'>,
): Size {
  let size: Size = { width: header.width, height: header.height };
  for (const step of numbered(operations)) {
    checkCrop(size, step);
    size = sizeAfter(size, step.operation);
    const pixels = size.width * size.height;
    if (pixels > maxResultPixels) {
      throw refusal(step, `makes ${sizeText(size)} = ${pixels} pixels, and ${maxResultPixels} are allowed`);
    }
  }
  checkSides(size, operations, header);
  return size;
}

/** A pixel beyond an edge is let through: the size may be one off. */
function checkCrop({ width, height }: Size, step: Numbered): void {
  const { operation } = step;
  if (!('crop' in operation)) return;
  const { crop } = operation;
  if (crop.left + crop.width <= width + 1 && crop.top + crop.height <= height + 1) return;
  throw refusal(step, `${cropText(crop)} does not lie within the ${sizeText({ width, height })} that it is done to`);
}

function checkSides(size: Size, operations: readonly Operation[], header: ImageHeader): void {
  const format = formatOf(operations, header.type);
  if (Math.max(size.width, size.height) <= MAX_SIDE[format]) return;
  const last = numbered(operations).at(-1);
  if (last) throw refusal(last, `the result is ${sizeText(size)}, and a ${format} has ${MAX_SIDE[format]} at most`);
}

function cropText({ left, top, width, height }: { left: number; top: number; width: number; height: number }): string {
  return `${sizeText({ width, height })} at ${left},${top}`;
}

function sizeText({ width, height }: Size): string {
  return `${width}x${height}`;
}
