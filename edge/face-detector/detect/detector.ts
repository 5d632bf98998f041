import type { Frame, RawImage } from '../frame.ts';
import type { Box } from './box.ts';

/** One face or object found in a frame; all coordinates in pixels of the upright frame. */
export interface Detection {
  readonly label: string;
  /** 0..1 */
  readonly score: number;
  /** [x, y, width, height] */
  readonly box: Box;
  /** [x, y]: right eye, left eye, nose, then the model's own. */
  readonly landmarks: readonly (readonly [number, number])[];
  /** How sharp it is in the pixels that the model saw, 0..1, comparable between sizes; absent where nobody has looked. */
  readonly sharpness?: number;
}

export interface Detections {
  /** Size of the upright frame in pixels. */
  readonly width: number;
  readonly height: number;
  readonly detections: readonly Detection[];
  /** The frame's own pixels, where it was decoded at its own size. */
  readonly whole?: RawImage;
  /**
   * Too unsure to be sent, or of a label that is not wanted; they go on with tracks that are there, and are hidden where
   * their class is.
   */
  readonly unsure?: readonly Detection[];
}

export interface ModelInfo {
  readonly name: string;
  /** Hex SHA-256 of the model file as it was read. */
  readonly sha256: string;
  /** The execution provider that truly runs it. */
  readonly provider: string;
  /** A detection of this score (0..1) or more is hardly ever wrong; every one of the model's is, unless given. */
  readonly sureScore?: number;
  /** What one run took on each provider that was tried, in ms. */
  readonly timingsMs?: Readonly<Record<string, number>>;
}

/** Finds faces or objects in frames. */
export interface Detector {
  readonly model: ModelInfo;
  /** How many frames it may be given at once without keeping them waiting for long. */
  readonly places: number;
  /**
   * Resolves with `still` where nothing has moved since the frame that was looked at last. Rejects with BadInputError where
   * the frame's image cannot be decoded or is beyond the limits.
   */
  detect(frame: Frame): Promise<Detections | 'still'>;
  close(): Promise<void>;
}
