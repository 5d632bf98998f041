type Point = readonly [number, number];

/**
 * How frontal a face is: 1 frontal, 0 profile, by where the nose lies between the eyes; a tilted head changes nothing.
 * `landmarks` are right eye, left eye, nose; 0 where there are fewer, since nothing then speaks for a frontal face.
 */
export function frontality([right, left, nose]: readonly Point[]): number {
  if (!right || !left || !nose) return 0;
  const [eyesX, eyesY] = [left[0] - right[0], left[1] - right[1]];
  const squared = eyesX * eyesX + eyesY * eyesY;
  if (!(squared > 0)) return 0;
  const [middleX, middleY] = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  // Along the line of the eyes, in eye distances: 0 midway, 0.5 below an eye.
  const aside = ((nose[0] - middleX) * eyesX + (nose[1] - middleY) * eyesY) / squared;
  return Math.max(0, 1 - 2 * Math.abs(aside));
}
