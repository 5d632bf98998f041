import type { Detection, Detections } from '../detector.ts';

/**
 * Of what is this much less sure than it must be to be sent, YuNet has found every face of our pictures, and seven places
 * without one: a wrong place that is hidden costs less than a face that is not.
 */
const UNSURE_SHARE = 0.5;

/** The least score of what is to be told as unsure, where whatever has `minScore` is sent. */
export function unsureScore(minScore: number): number {
  return minScore * UNSURE_SHARE;
}

/** Parts what may be sent from what may only be hidden. */
export function bySureness(found: readonly Detection[], minScore: number): Pick<Detections, 'detections' | 'unsure'> {
  const detections = found.filter(({ score }) => score >= minScore);
  const unsure = found.filter(({ score }) => score < minScore);
  return { detections, ...(unsure.length > 0 && { unsure }) };
}
