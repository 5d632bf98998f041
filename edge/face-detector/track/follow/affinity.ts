import { type Box, intersectionOverUnion } from '../../detect/box.ts';
import { type Forecast, sizeOf } from './box-motion.ts';

/** Beyond so many standard deviations from where it should be, it is another one. */
const MAX_DEVIATIONS = 3;
/** And at so many times its size, however little is known of where it should be, */
const MAX_SIZES = 2;
/** and where one is so many times as large as the other. */
const MAX_GROWTH = 1.6;

/**
 * How well a box is what a forecast said, 0..1, or undefined for not at all: by where it is, and somewhat by its size, where
 * the two overlap (IoU) by `minOverlap` at least; less for a box that only lies near, as a small face does which is fast.
 */
export function affinityOf(forecast: Forecast, box: Box, minOverlap: number): number | undefined {
  const [dx, dy] = centreToCentre(forecast.box, box);
  const [size, expected] = [sizeOf(box), sizeOf(forecast.box)];
  const growth = Math.max(size, expected) / Math.min(size, expected);
  if (intersectionOverUnion(forecast.box, box) >= minOverlap) {
    // Detectors are surer of where a face is than of how large it is, and where two cross it is the place that counts.
    const [width, height] = [(box[2] + forecast.box[2]) / 2, (box[3] + forecast.box[3]) / 2];
    return intersectionOverUnion([0, 0, width, height], [dx, dy, width, height]) / Math.sqrt(growth);
  }
  const away = Math.hypot(dx, dy);
  const deviations = away / forecast.deviation;
  const isNear = growth <= MAX_GROWTH && deviations <= MAX_DEVIATIONS && away <= MAX_SIZES * size;
  return isNear ? minOverlap * (1 - deviations / MAX_DEVIATIONS) : undefined;
}

function centreToCentre([ax, ay, aw, ah]: Box, [bx, by, bw, bh]: Box): [number, number] {
  return [bx + bw / 2 - ax - aw / 2, by + bh / 2 - ay - ah / 2];
}
