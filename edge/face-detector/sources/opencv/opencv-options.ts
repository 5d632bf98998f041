import type { Turn } from '../turn/turn.ts';

/** A V4L2 device by its path, or a stream by its address. */
export interface OpencvCameraInput {
  readonly kind: 'device' | 'stream';
  readonly at: string;
}

/** What the child process is told. */
export interface OpencvOptions {
  readonly input: OpencvCameraInput | { readonly kind: 'video'; readonly at: string };
  readonly fps?: number | undefined;
  /** px */
  readonly width?: number | undefined;
  /** px */
  readonly height?: number | undefined;
  readonly turn: Turn;
  /** What has more is refused when it is opened. */
  readonly maxPixels: number;
}

/** The environment variable that carries them as JSON: unlike arguments, no other user sees it, and a password may be in it. */
export const OPTIONS_VARIABLE = 'VEDETTE_OPENCV_CHILD';

/** How the child exits where OpenCV for Node cannot be loaded. */
export const NO_OPENCV_CODE = 69;

/** Of each frame: width and height as uint32, the time in ms as float64 (NaN: none), all little-endian; then RGB. */
export const HEAD_BYTES = 16;
