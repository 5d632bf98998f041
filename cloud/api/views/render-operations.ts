import { BadInputError } from '@vedette/core/errors';
import { parseOperations } from '@vedette/operations';
import sharp, { type ResizeOptions } from 'sharp';
import type { Render } from './render.ts';

/** Makes a picture smaller and of another format. */
export const renderOperations: Render = async (image, text) => {
  let picture = sharp(image).rotate();
  for (const operation of parseOperations(JSON.parse(text), 16)) {
    if ('resize' in operation)
      picture = picture.resize({ ...operation.resize, withoutEnlargement: true } as ResizeOptions);
    else if ('convert' in operation)
      picture = picture.toFormat(operation.convert.format, { quality: operation.convert.quality ?? 80 });
    else throw new BadInputError('operation', 'not yet');
  }
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { data, type: `image/${info.format}` };
};
