import type { Sharp } from 'sharp';
import type { Size } from './size.ts';

/** Interleaved 8-bit sRGB. */
export interface Pixels extends Size {
  readonly data: Uint8Array;
}

/** What shines through a transparent picture: neither a dark nor a light subject is lost against it. */
const BACKGROUND = '#808080';

/** Runs a pipeline to plain pixels, whatever the picture's colours, depth and transparency were. */
export async function toPixels(pipeline: Sharp): Promise<Pixels & { readonly data: Buffer }> {
  const { data, info } = await pipeline
    .flatten({ background: BACKGROUND })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
