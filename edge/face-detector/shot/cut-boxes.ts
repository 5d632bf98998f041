import type { Sharp } from 'sharp';
import type { Box } from '../detect/box.ts';
import type { EncodedImage, RawImage } from '../frame.ts';
import { copyRegion } from '../image/copy-region.ts';
import { decoded, openImage, uprightSize } from '../image/open-image.ts';
import { type Pixels, toPixels } from '../image/pixels.ts';
import { sharp } from '../image/sharp.ts';
import type { Size } from '../image/size.ts';
import { cropRegion, type Region } from './crop-region.ts';

export interface CutOptions {
  /** Added on each side, as a share of the box's width or height. */
  readonly marginShare: number;
  /** Longest side of the result in pixels; a larger cut is scaled down, a smaller one is left as it is. */
  readonly maxSide: number;
}

/** A part of a frame, upright. */
export interface Cut {
  /** What it shows, in pixels of the frame. */
  readonly region: Region;
  readonly pixels: Pixels;
}

/** A JPEG is decoded at a half, a quarter or an eighth of its size for less than the whole costs. */
const MOST_SHRINK = 8;

/**
 * Cuts boxes out of a frame, in their order. The frame is decoded once for all of them, no further than they reach, and
 * smaller where each of them is to be scaled down. The frame's size is not limited here: whoever made the boxes has decoded
 * it. Rejects with BadInputError.
 */
export async function cutBoxes(
  image: EncodedImage | RawImage,
  boxes: readonly Box[],
  { marginShare, maxSide }: CutOptions,
): Promise<Cut[]> {
  const source = openImage(image, false);
  const frame = await decoded(uprightSize(image, source), false);
  const wanted = boxes.map((box) => cropRegion(box, marginShare, frame));
  const shrink = shrinkFor(wanted, maxSide);
  const regions = wanted.map((region) => aligned(region, shrink, frame));
  const isThere = image.type === 'rgb' && shrink === 1;
  const reach = isThere ? { left: 0, top: 0, ...frame } : around(regions.map((region) => shrunk(region, shrink)));
  const shared = isThere ? image : await decoded(toPixels(part(source, frame, shrink, reach)), false);
  return Promise.all(
    regions.map(async (region) => {
      const { left, top, ...size } = shrunk(region, shrink);
      const own = copyRegion(shared, { left: left - reach.left, top: top - reach.top, ...size });
      return { region, pixels: await scaleDown(own, maxSide) };
    }),
  );
}

/** The largest power of two that leaves each region as large as it is to be. */
function shrinkFor(regions: readonly Region[], maxSide: number): number {
  const least = Math.min(...regions.map(({ width, height }) => Math.max(width, height) / maxSide));
  return 2 ** Math.floor(Math.log2(Math.min(Math.max(least, 1), MOST_SHRINK)));
}

function part(source: Sharp, frame: Size, shrink: number, region: Region): Sharp {
  if (shrink === 1) return source.extract(region);
  const { width, height } = shrunk({ left: 0, top: 0, ...frame }, shrink);
  return source.resize(width, height, { fit: 'fill' }).extract(region);
}

/** The region and what else lies in the pixels that it falls upon where the frame is shrunk. */
function aligned({ left, top, width, height }: Region, shrink: number, frame: Size): Region {
  const [x, y] = [Math.floor(left / shrink) * shrink, Math.floor(top / shrink) * shrink];
  const right = Math.min(Math.ceil((left + width) / shrink) * shrink, frame.width);
  const bottom = Math.min(Math.ceil((top + height) / shrink) * shrink, frame.height);
  return { left: x, top: y, width: right - x, height: bottom - y };
}

/** In pixels of the frame that is shrunk; `left` and `top` are aligned. */
function shrunk({ left, top, width, height }: Region, shrink: number): Region {
  return {
    left: left / shrink,
    top: top / shrink,
    width: Math.ceil(width / shrink),
    height: Math.ceil(height / shrink),
  };
}

function around(regions: readonly Region[]): Region {
  const left = Math.min(...regions.map((region) => region.left));
  const top = Math.min(...regions.map((region) => region.top));
  const right = Math.max(...regions.map((region) => region.left + region.width));
  const bottom = Math.max(...regions.map((region) => region.top + region.height));
  return { left, top, width: right - left, height: bottom - top };
}

function scaleDown(pixels: Pixels, maxSide: number): Pixels | Promise<Pixels> {
  const { data, width, height } = pixels;
  if (width <= maxSide && height <= maxSide) return pixels;
  return toPixels(sharp(data, { raw: { width, height, channels: 3 } }).resize(maxSide, maxSide, { fit: 'inside' }));
}
