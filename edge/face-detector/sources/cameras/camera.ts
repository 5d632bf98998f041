import { VedetteError } from '@vedette/core/errors';
import type { BadPicture } from './jpeg-splitter.ts';

/** A camera that cannot be had now but may come back by itself; the message says why. */
export class CameraAwayError extends VedetteError {
  override name = 'CameraAwayError';
}

/** What is asked of a camera; each gives what it can. */
export interface CameraSettings {
  /** Frames per second. */
  readonly fps?: number | undefined;
  /** px */
  readonly width?: number | undefined;
  /** px */
  readonly height?: number | undefined;
}

/** One way to get pictures from a live camera. */
export interface Camera {
  /** For messages: no part of it is secret. */
  readonly name: string;
  /** Whether it is beyond a network, which may come later than we do. */
  readonly remote: boolean;
  /**
   * One session: yields JPEGs as they come, until `signal` aborts. `onBad` hears of pictures that were lost on the way.
   * Throws CameraAwayError for what may pass by itself, ResourceError for what a person has to mend.
   */
  pictures(signal: AbortSignal, onBad: (reason: BadPicture) => void): AsyncIterable<Buffer>;
}
