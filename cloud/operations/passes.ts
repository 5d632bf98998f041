import type { Numbered } from './numbered.ts';
import type { Operation } from './operation.ts';

/** Operations that are done at once, in the list's order or in one that comes to the same. */
export interface Pass {
  readonly by: 'sharp' | 'opencv';
  readonly steps: readonly Numbered[];
}

/**
 * Divides a list into passes, as few as there can be. Between two the picture is held uncompressed, whole; within one libvips
 * streams it, and decodes no more than a smaller result needs. `convert` is no step: it says how the result is written.
 */
export function passesOf(steps: readonly Numbered[]): Pass[] {
  const passes: { by: Pass['by']; steps: Numbered[] }[] = [];
  for (const step of steps) {
    if ('convert' in step.operation) continue;
    const by = isOpenCv(step.operation) ? 'opencv' : 'sharp';
    const last = passes.at(-1);
    if (last && last.by === 'sharp' && by === 'sharp' && joins(last.steps, step.operation)) last.steps.push(step);
    else passes.push({ by, steps: [step] });
  }
  return passes;
}

function isOpenCv(operation: Operation): boolean {
  return 'canny' in operation || 'threshold' in operation || 'contours' in operation;
}

/** Whether sharp, which has an order of its own, would do an operation behind those of a pass. */
function joins(steps: readonly Numbered[], operation: Operation): boolean {
  const before = steps.map((step) => step.operation);
  // Grayscale comes first in a pass: what is behind it stays behind, and what changes levels may not come before it.
  if ('grayscale' in operation) return !before.some(changesLevels);
  if (isTurn(operation) && before.some(cuts)) return false;
  const ranks = ranksOf([...before, operation].filter((one) => !('grayscale' in one)));
  return ranks.every((rank, index) => index === 0 || rank > (ranks[index - 1] ?? 0));
}

function changesLevels(operation: Operation): boolean {
  return 'blur' in operation || 'sharpen' in operation || 'normalize' in operation;
}

function isTurn(operation: Operation): boolean {
  return 'flip' in operation || 'rotate' in operation;
}

/** Whether it cuts, or adds borders, which sharp does behind the turns. */
function cuts(operation: Operation): boolean {
  if (!('resize' in operation)) return false;
  const { width, height, fit } = operation.resize;
  return width !== undefined && height !== undefined && (fit === 'cover' || fit === 'contain');
}

/** Places in sharp's order (its src/pipeline.cc): a crop is before a resize, or behind the turns that follow it. */
function ranksOf(operations: readonly Operation[]): number[] {
  const resize = operations.findIndex((operation) => 'resize' in operation);
  return operations.map((operation, index) => {
    if ('crop' in operation) return resize >= 0 && resize < index ? 5 : 0;
    if ('resize' in operation) return 1;
    if ('flip' in operation) return operation.flip.axis === 'vertical' ? 2 : 3;
    if ('rotate' in operation) return 4;
    if ('blur' in operation) return 6;
    return 'sharpen' in operation ? 7 : 8;
  });
}
