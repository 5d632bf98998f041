import type { Sharp } from 'sharp';
import type { Operation, ParametersOf } from './operation.ts';
import type { Format } from './result-format.ts';

/** What shows through where a picture has holes and its format, or OpenCV, knows none. */
const PAPER = '#ffffff';
const BORDER = '#000000';

/** Adds an operation to a pipeline. */
export function addStep(image: Sharp, operation: Operation): Sharp {
  if ('resize' in operation) return resize(image, operation.resize);
  if ('crop' in operation) return image.extract(operation.crop);
  if ('rotate' in operation) return image.rotate(operation.rotate.degrees, { background: BORDER });
  if ('flip' in operation) return operation.flip.axis === 'vertical' ? image.flip() : image.flop();
  if ('grayscale' in operation) return image.grayscale().toColourspace('b-w');
  if ('blur' in operation) return image.blur(operation.blur.sigma);
  if ('sharpen' in operation) return image.sharpen({ sigma: operation.sharpen.sigma });
  if ('normalize' in operation) return image.normalise();
  return image;
}

/** One side alone is no reason to cut: sharp would, where a turn follows. */
function resize(image: Sharp, { width, height, fit }: ParametersOf<'resize'>): Sharp {
  const isWhole = width === undefined || height === undefined;
  return image.resize({
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    fit: isWhole ? 'inside' : fit,
    background: BORDER,
  });
}

export function encode(image: Sharp, format: Format, quality: number | undefined): Sharp {
  const options = quality === undefined ? {} : { quality };
  if (format === 'png') return image.png();
  if (format === 'jpeg') return withoutAlpha(image).jpeg(options);
  return format === 'webp' ? image.webp(options) : image.avif(options);
}

export function withoutAlpha(image: Sharp): Sharp {
  return image.flatten({ background: PAPER });
}
