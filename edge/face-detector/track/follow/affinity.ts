import { type Box, intersectionOverUnion } from '../../detect/box.ts';
import { type Forecast, sizeOf } from './box-motion.ts';

/** So many standard deviations from where it should be it may lie, */
const MAX_DEVIATIONS = 3;
/** in any case so many times its size, since who stood may run off, and never more, however little is known of its speed. */
const [LEAST_SIZES, MAX_SIZES] = [1, 2];
/** It is another one where one is so many times as large as the other. */
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
  const sizes = Math.hypot(dx, dy) / size;
  const reach = Math.min(MAX_SIZES, Math.max(LEAST_SIZES, (MAX_DEVIATIONS * forecast.deviation) / size));
  return growth <= MAX_GROWTH && sizes <= reach ? minOverlap * (1 - sizes / reach) : undefined;
}

function centreToCentre([ax, ay, aw, ah]: Box, [bx, by, bw, bh]: Box): [number, number] {
  return [bx + bw / 2 - ax - aw / 2, by + bh / 2 - ay - ah / 2];
}
