import type { Operation, ParametersOf } from './operation.ts';

/** px */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large a picture of a size is after an operation; where a side is rounded it may be a pixel off. */
export function sizeAfter(size: Size, operation: Operation): Size {
  if ('resize' in operation) return resized(size, operation.resize);
  if ('crop' in operation) return { width: operation.crop.width, height: operation.crop.height };
  if ('rotate' in operation) return rotated(size, operation.rotate.degrees);
  return size;
}

function resized({ width, height }: Size, { width: toWidth, height: toHeight, fit }: ParametersOf<'resize'>): Size {
  const scales = [toWidth && toWidth / width, toHeight && toHeight / height].filter((scale) => scale !== undefined);
  const isExact = scales.length === 2 && fit !== 'inside' && fit !== 'outside';
  if (isExact) return { width: toWidth ?? width, height: toHeight ?? height };
  const scale = fit === 'outside' ? Math.max(...scales) : Math.min(...scales);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function rotated({ width, height }: Size, degrees: number): Size {
  const quarters = degrees / 90;
  if (Number.isInteger(quarters)) return quarters % 2 === 0 ? { width, height } : { width: height, height: width };
  const radians = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.abs(Math.sin(radians)), Math.abs(Math.cos(radians))];
  return { width: Math.ceil(width * cos + height * sin), height: Math.ceil(width * sin + height * cos) };
}
