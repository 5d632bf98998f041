import type { Detection, Detections } from '../detect/detector.ts';
import type { Frame } from '../frame.ts';

/** One detection that is worth sending, with the frame to cut it from. */
export interface Pick {
  readonly frame: Frame;
  /** Size of the upright frame in pixels. */
  readonly width: number;
  readonly height: number;
  readonly detection: Detection;
  readonly track?: { readonly id: string; readonly phase: 'first' | 'best'; readonly seen: number };
}

/** Decides what of all that is detected is worth sending. */
export interface Selector {
  /** Takes a frame's detections, in order of time; gives what is to be sent now. */
  offer(frame: Frame, found: Detections): Pick[];
  /** No more frames: gives what was still held back. */
  finish(): Pick[];
}
