import { type Box, intersectionOverUnion } from '../../detect/box.ts';
import { type Forecast, sizeOf } from './box-motion.ts';

/** Beyond so many standard deviations from where it should be, it is another one. */
const MAX_DEVIATIONS = 3;
/** And at so many times its size, however little is known of where it should be, */
const MAX_SIZES = 2;
/** and where one is so many times as large as the other. */
const MAX_GROWTH = 1.6;

/**
 * How well a box is what a forecast said, 0..1, or undefined for not at all: by their overlap (IoU) where it is `minOverlap`
 * at least, and by their sizes; less for a box that only lies near, as a small face does which is fast.
 */
export function affinityOf(forecast: Forecast, box: Box, minOverlap: number): number | undefined {
  const overlap = intersectionOverUnion(forecast.box, box);
  const [size, expected] = [sizeOf(box), sizeOf(forecast.box)];
  const growth = Math.max(size, expected) / Math.min(size, expected);
  // Where two cross, their sizes tell who is in front.
  if (overlap >= minOverlap) return overlap / growth ** 2;
  if (growth > MAX_GROWTH) return undefined;
  const away = distance(forecast.box, box);
  const deviations = away / forecast.deviation;
  return deviations <= MAX_DEVIATIONS && away <= MAX_SIZES * size
    ? minOverlap * (1 - deviations / MAX_DEVIATIONS)
    : undefined;
}

function distance([ax, ay, aw, ah]: Box, [bx, by, bw, bh]: Box): number {
  return Math.hypot(ax + aw / 2 - bx - bw / 2, ay + ah / 2 - by - bh / 2);
}
