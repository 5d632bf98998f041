import { BadInputError } from '@vedette/core/errors';

/** How long something may take. */
export interface TimeLimit {
  /** Whole seconds, one at least: what libvips takes. */
  secondsLeft(): number;
  msLeft(): number;
  /** What to throw when it is over (reason `time`). */
  exceeded(): BadInputError;
}

/** From now on. */
export function timeLimit(seconds: number): TimeLimit {
  const end = performance.now() + seconds * 1_000;
  const msLeft = () => Math.max(0, end - performance.now());
  return {
    msLeft,
    secondsLeft: () => Math.max(1, Math.ceil(msLeft() / 1_000)),
    exceeded: () => new BadInputError('time', `the operations took longer than the ${seconds} s that are allowed`),
  };
}
