import type { RedactionMethod } from '@vedette/core/message';
import type { Box } from '../detect/box.ts';
import type { Detection } from '../detect/detector.ts';
import type { Size } from '../image/size.ts';
import type { Region } from './crop-region.ts';
import { type Privacy, showingOf } from './privacy.ts';

/** A place of a picture where something is to be hidden. */
export interface HiddenPlace {
  readonly label: string;
  readonly method: RedactionMethod;
  /** Whole pixels of the picture. */
  readonly region: Region;
  /** Of the squares that nothing finer than may be left, in pixels of the picture. */
  readonly cell: number;
}

/** Around a box, as a share of its shorter side: a face's ends at brow and chin, and people are known by hair and ears too. */
const MARGIN_SHARE = 0.5;

/**
 * Squares across the shorter side of a box. Faces that one knows are recognised from about 7 x 10 squares on, and those of
 * strangers from about 16 x 16 (Sinha et al., "Face recognition by humans", Proceedings of the IEEE 94(11), 2006); nets
 * that were trained for it do well on mosaics of that size too (McPherson et al., "Defeating image obfuscation with deep
 * learning", 2016).
 */
const CELLS_ACROSS = 4;

/** What of these detections is to be hidden in a picture that shows `region` of their frame at `size`, in whole pixels. */
export function placesToHide(
  detections: readonly Detection[],
  privacy: Privacy,
  region: Region,
  size: Size,
): HiddenPlace[] {
  const scale = [size.width / region.width, size.height / region.height] as const;
  return detections.flatMap((detection) => {
    const method = showingOf(privacy, detection);
    const place = method === 'full' ? undefined : placeOf(detection.box, region, size, scale);
    return method === 'full' || !place ? [] : { label: detection.label, method, ...place };
  });
}

function placeOf(
  [x, y, width, height]: Box,
  region: Region,
  size: Size,
  [scaleX, scaleY]: readonly [number, number],
): Pick<HiddenPlace, 'region' | 'cell'> | undefined {
  const margin = Math.min(width, height) * MARGIN_SHARE;
  const [left, right] = span(x - region.left - margin, width + 2 * margin, scaleX, size.width);
  const [top, bottom] = span(y - region.top - margin, height + 2 * margin, scaleY, size.height);
  if (left >= right || top >= bottom) return undefined;
  const cell = Math.min(width * scaleX, height * scaleY) / CELLS_ACROSS;
  return { region: { left, top, width: right - left, height: bottom - top }, cell };
}

/** First pixel and the one behind the last, inside of `most`. */
function span(start: number, length: number, scale: number, most: number): [number, number] {
  return [Math.max(0, Math.floor(start * scale)), Math.min(most, Math.ceil((start + length) * scale))];
}
