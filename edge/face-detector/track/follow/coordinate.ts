/** Where one coordinate is and how fast it moves, with the variances of both and their covariance; px and s. */
export interface Coordinate {
  readonly at: number;
  readonly speed: number;
  readonly atVariance: number;
  readonly covariance: number;
  readonly speedVariance: number;
}

/** Seen once, to within `atDeviation`; its speed is unknown to within `speedDeviation` (px/s). */
export function firstSeen(at: number, atDeviation: number, speedDeviation: number): Coordinate {
  return { at, speed: 0, atVariance: atDeviation ** 2, covariance: 0, speedVariance: speedDeviation ** 2 };
}

/**
 * The coordinate `seconds` later, if it keeps its speed but for white noise of acceleration of density `restlessness`
 * (px²/s³): the predicting half of a Kalman filter (Bar-Shalom, Estimation with Applications, 6.2.2).
 */
export function later(now: Coordinate, seconds: number, restlessness: number): Coordinate {
  const { at, speed, atVariance, covariance, speedVariance } = now;
  return {
    at: at + speed * seconds,
    speed,
    atVariance:
      atVariance + 2 * covariance * seconds + speedVariance * seconds ** 2 + (restlessness * seconds ** 3) / 3,
    covariance: covariance + speedVariance * seconds + (restlessness * seconds ** 2) / 2,
    speedVariance: speedVariance + restlessness * seconds,
  };
}

/** The coordinate as it is believed to be once it was measured, to within `deviation`: the correcting half. */
export function measured(now: Coordinate, value: number, deviation: number): Coordinate {
  const { at, speed, atVariance, covariance, speedVariance } = now;
  const total = atVariance + deviation ** 2;
  const surprise = value - at;
  const [atGain, speedGain] = [atVariance / total, covariance / total];
  return {
    at: at + atGain * surprise,
    speed: speed + speedGain * surprise,
    atVariance: (1 - atGain) * atVariance,
    covariance: (1 - atGain) * covariance,
    speedVariance: speedVariance - speedGain * covariance,
  };
}
