import { VedetteError } from '@vedette/core/errors';
import type { EncodedImage, RawImage } from '../../frame.ts';

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

/** One picture of a camera. */
export interface Picture {
  readonly image: EncodedImage | RawImage;
  /**
   * When it was captured, in ms of whatever clock stamps it, of which only the low 32 bits count; undefined where nothing
   * does. `CaptureClock` makes a time of it.
   */
  readonly stampMs?: number | undefined;
}

/** Why a picture was lost on the way; a counter's label. */
export type BadPicture = 'broken' | 'too-large';

export interface CameraEvents {
  /** A picture that was lost on the way. */
  onBad(reason: BadPicture): void;
  /** What a person may want to know of this camera, though it works. */
  onNote(text: string): void;
}

/** One way to get pictures from a live camera. */
export interface Camera {
  /** For messages: no part of it is secret. */
  readonly name: string;
  /** Whether it is beyond a network, which may come later than we do. */
  readonly remote: boolean;
  /**
   * One session: yields pictures as they come, until `signal` aborts.
   * Throws CameraAwayError for what may pass by itself, ResourceError for what a person has to mend.
   */
  pictures(signal: AbortSignal, events: CameraEvents): AsyncIterable<Picture>;
}
