import { BadInputError } from '@vedette/core/errors';
import type { Sharp } from 'sharp';
import type { EncodedImage, RawImage } from '../frame.ts';
import { sniffImage } from './image-format.ts';
import { sharp } from './sharp.ts';
import type { Size } from './size.ts';

/**
 * Opens a picture for decoding: upright, its first frame if it is an animation. Nothing is decoded yet.
 * Throws BadInputError for what is no picture, or one with more than `maxPixels`; `false` sets no limit.
 */
export function openImage(image: EncodedImage | RawImage, maxPixels: number | false): Sharp {
  return image.type === 'rgb' ? openRaw(image, maxPixels) : openEncoded(image, maxPixels);
}

function openRaw({ data, width, height }: RawImage, maxPixels: number | false): Sharp {
  const isSize = Number.isSafeInteger(width * height) && width > 0 && height > 0;
  if (!isSize || data.length !== width * height * 3) {
    throw new BadInputError('broken', `${data.length} bytes are not the RGB pixels of ${width}x${height}`);
  }
  if (maxPixels !== false && width * height > maxPixels) throw tooManyPixels(`${width}x${height} is`, maxPixels);
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}

function openEncoded({ data }: EncodedImage, maxPixels: number | false): Sharp {
  if (data.length === 0) throw new BadInputError('empty', 'the picture has no bytes');
  const sniffed = sniffImage(data);
  if (!sniffed) throw new BadInputError('not-an-image', 'its first bytes are not those of a picture');
  if (!sniffed.supported) {
    throw new BadInputError('unsupported', `it is ${sniffed.name}; JPEG, PNG, WebP, GIF and TIFF are read`);
  }
  // 'error': what is cut short or damaged is refused, the mere oddities of a camera's JPEGs are not.
  return sharp(data, { autoOrient: true, failOn: 'error', limitInputPixels: maxPixels });
}

/** The size of a picture when its EXIF orientation is applied, read from its header. */
export async function uprightSize(image: EncodedImage | RawImage, source: Sharp): Promise<Size> {
  if (image.type === 'rgb') return { width: image.width, height: image.height };
  const { autoOrient } = await source.metadata();
  return autoOrient;
}

/** Waits for the decoder. Rejects with BadInputError where the picture is at fault. */
export async function decoded<T>(work: Promise<T>, maxPixels: number | false): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw badImage(error, maxPixels);
  }
}

function badImage(error: unknown, maxPixels: number | false): BadInputError {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  if (/exceeds pixel limit/.test(line)) return tooManyPixels('it is', maxPixels, error);
  if (/premature end|unexpected end|truncated/i.test(line)) {
    return new BadInputError('truncated', `the picture is cut short: ${line}`, { cause: error });
  }
  return new BadInputError('broken', `the picture cannot be decoded: ${line}`, { cause: error });
}

function tooManyPixels(what: string, maxPixels: number | false, cause?: unknown): BadInputError {
  return new BadInputError('too-many-pixels', `${what} beyond the limit of ${maxPixels} pixels`, { cause });
}
