import { z } from 'zod';
import type { Detection } from '../../detect/detector.ts';
import type { Size } from '../../image/size.ts';

const share = z.number().min(0).max(1);

/** A part of the picture, by its corners in turn: [x, y] as shares of its width and height, from the top left. */
export const zoneSchema = z.strictObject({
  name: z.string().min(1),
  points: z.array(z.tuple([share, share])).min(3),
  /** Those that it is for; all unless given. */
  labels: z.array(z.string().min(1)).min(1).optional(),
  /** What lies in it is left out (`ignore`), or what lies in no zone of this mode (`only`). */
  mode: z.enum(['only', 'ignore']),
});

export type Zone = z.infer<typeof zoneSchema>;

/** Whether the zones let a detection in a frame of this size pass: the middle of its box is what counts. */
export function passesZones(zones: readonly Zone[], { label, box }: Detection, { width, height }: Size): boolean {
  const forIt = zones.filter(({ labels }) => !labels || labels.includes(label));
  const [x, y] = [(box[0] + box[2] / 2) / width, (box[1] + box[3] / 2) / height];
  const of = (mode: Zone['mode']) => forIt.filter((zone) => zone.mode === mode);
  const isIn = ({ points }: Zone) => isInside(points, x, y);
  return !of('ignore').some(isIn) && (of('only').length === 0 || of('only').some(isIn));
}

/** A line from the point to the right crosses the border an odd number of times (Shimrat 1962). */
function isInside(corners: Zone['points'], x: number, y: number): boolean {
  let inside = false;
  let [fromX, fromY] = corners.at(-1) ?? [0, 0];
  for (const [toX, toY] of corners) {
    if (fromY > y !== toY > y && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX)) inside = !inside;
    [fromX, fromY] = [toX, toY];
  }
  return inside;
}
