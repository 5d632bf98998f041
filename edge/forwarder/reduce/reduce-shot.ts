import { createHash } from 'node:crypto';
import type { Pictured, Shot } from '@vedette/core/message';
import type { Reduction } from '../policy/classes.ts';

/** A smaller image that saves less than this share is not worth what it loses. */
const LEAST_SAVED = 0.1;

/**
 * The same shot with a smaller image, which says what it was made of; undefined where none is smaller enough, where there is
 * none to begin with, and for what is no JPEG: the object's key names the type, and must not become another.
 */
export async function reduceShot(shot: Shot, { quality, maxSide }: Reduction): Promise<Pictured | undefined> {
  if (shot.image?.type !== 'image/jpeg') return undefined;
  const { type, data: original, sha256, width, height } = shot.image;
  const { default: sharp } = await import('sharp'); // tens of megabytes that are of no use without a congestion
  const image = sharp(original).keepExif(); // an upright picture may be so by its EXIF turn alone
  if (maxSide !== undefined) {
    image.resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true });
  }
  const { data, info } = await image.jpeg({ quality, mozjpeg: true }).toBuffer({ resolveWithObject: true });
  if (data.length > original.length * (1 - LEAST_SAVED)) return undefined;
  const from = { sha256, width, height, bytes: original.length };
  return {
    ...shot,
    image: {
      ...{ type, width: info.width, height: info.height, data },
      sha256: createHash('sha256').update(data).digest('hex'),
      reduced: { from, quality },
    },
  };
}
