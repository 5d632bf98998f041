import { intersectionOverUnion } from '../box.ts';
import type { Detection } from '../detector.ts';

/** Non-maximum suppression: of detections of one label that overlap by more than `maxOverlap` (IoU), the surest stays. */
export function suppressOverlaps(detections: readonly Detection[], maxOverlap: number): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of detections.toSorted((a, b) => b.score - a.score)) {
    const rival = kept.some(
      ({ label, box }) => label === candidate.label && intersectionOverUnion(box, candidate.box) > maxOverlap,
    );
    if (!rival) kept.push(candidate);
  }
  return kept;
}
