import { BadInputError } from '@vedette/core/errors';
import { type ImageHeader, otherImageType, readImageHeader } from '@vedette/core/message';
import type { OperationsConfig } from './config.ts';

/**
 * What a picture says of itself, before anything is decoded. Throws BadInputError where it is too large (`bytes`, `pixels`)
 * or of no type that is taken (`type`).
 */
export function checkPicture(
  data: Uint8Array,
  { maxImageBytes, maxPixels }: Pick<OperationsConfig, 'maxImageBytes' | 'maxPixels'>,
): ImageHeader {
  if (data.length > maxImageBytes) {
    throw new BadInputError('bytes', `the picture has ${data.length} bytes, and ${maxImageBytes} are allowed`);
  }
  const header = readImageHeader(data);
  if (!header) {
    const what = otherImageType(data) ?? (data.length === 0 ? 'empty' : 'no picture');
    throw new BadInputError('type', `the picture is ${what}; give a JPEG, a PNG or a WebP`);
  }
  const { width, height } = header;
  if (width * height > maxPixels) {
    throw new BadInputError(
      'pixels',
      `the picture has ${width}x${height} = ${width * height} pixels, and ${maxPixels} are allowed`,
    );
  }
  return header;
}
