import { imageSize } from 'image-size';
import type { ImageType } from './shot.ts';

export interface ImageHeader {
  readonly type: ImageType;
  readonly width: number;
  readonly height: number;
}

const TYPES: Record<string, ImageType> = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp' };
const OTHER_TYPES: Record<string, string> = {
  ...{ gif: 'GIF', bmp: 'BMP', tiff: 'TIFF', heif: 'HEIF', heic: 'HEIC', avif: 'AVIF' },
};

/** Type and upright size in pixels from an image's first bytes, without decoding it; undefined if it is no JPEG, PNG or WebP. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  try {
    const { type, width, height, orientation } = imageSize(bytes);
    const mediaType = TYPES[type ?? ''];
    if (!mediaType || !width || !height) return undefined;
    const turned = orientation !== undefined && orientation >= 5;
    return { type: mediaType, width: turned ? height : width, height: turned ? width : height };
  } catch {
    return undefined; // image-size throws on what it cannot read
  }
}

/** What people call an image that we do not accept, to tell them so. */
export function otherImageType(bytes: Uint8Array): string | undefined {
  try {
    return OTHER_TYPES[imageSize(bytes).type ?? ''];
  } catch {
    return undefined;
  }
}
