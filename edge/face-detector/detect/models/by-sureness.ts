import type { Detection, Detections } from '../detector.ts';
import type { DetectionModel } from './detection-model.ts';

/**
 * Of what is this much less sure than it must be to be sent, YuNet has found every face of our pictures, and seven places
 * without one: a wrong place that is hidden costs less than a face that is not.
 */
const UNSURE_SHARE = 0.5;

/** The least score of what is to be told as unsure, where whatever has `minScore` is sent. */
export function unsureScore(minScore: number): number {
  return minScore * UNSURE_SHARE;
}

/** Parts what may be sent from what may only be hidden, as it is too unsure or of a label that is not wanted. */
export function bySureness(
  found: readonly Detection[],
  { minScore, labels }: Pick<DetectionModel, 'minScore' | 'labels'>,
): Pick<Detections, 'detections' | 'unsure'> {
  const maySend = ({ score, label }: Detection) => score >= minScore && labels.includes(label);
  const detections = found.filter(maySend);
  const unsure = found.filter((detection) => !maySend(detection));
  return { detections, ...(unsure.length > 0 && { unsure }) };
}
