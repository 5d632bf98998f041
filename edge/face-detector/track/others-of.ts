import type { Detection, Detections } from '../detect/detector.ts';

/**
 * All in a frame but one, the unsure and the unwanted ones too: what may lie in that one's picture and must not be shown
 * there.
 */
export function othersOf(
  detection: Detection,
  { detections, unsure = [] }: Detections,
  unwanted: readonly Detection[] = [],
): Detection[] {
  return [...detections.filter((other) => other !== detection), ...unsure, ...unwanted];
}
