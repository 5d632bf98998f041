import type { Suppression } from '@vedette/core/ledger';
import type { Detection, Detections } from '../detect/detector.ts';
import type { Frame } from '../frame.ts';

/** One detection that is worth sending, with the frame to cut it from. */
export interface Pick {
  readonly frame: Frame;
  /** Where `frame.image` begins, [x, y] in pixels of the upright frame, if it is a part of it. */
  readonly origin?: readonly [number, number];
  /** Size of the upright frame in pixels. */
  readonly width: number;
  readonly height: number;
  readonly detection: Detection;
  /** All others in that frame: they may lie in the picture too. */
  readonly others: readonly Detection[];
  readonly track?: { readonly id: string; readonly phase: 'first' | 'best'; readonly seen: number };
}

/** Detections that are not to be sent, and why. */
export interface LetGo {
  readonly reason: Suppression;
  /** When each was captured, in µs since the epoch. */
  readonly at: readonly number[];
}

export interface Selection {
  readonly picks: readonly Pick[];
  readonly letGo: readonly LetGo[];
}

/**
 * Decides what of all that is detected is worth sending. Each detection that is offered is picked or let go, once: at once,
 * with a later frame or at the end.
 */
export interface Selector {
  /**
   * Takes a frame's detections, in order of time; gives what is decided now. `unwanted` are others in that frame, decided
   * on already: they are in the picture, and nothing else.
   */
  offer(frame: Frame, found: Detections, unwanted?: readonly Detection[]): Selection;
  /**
   * A frame taken at `at` (µs since the epoch) was not looked at, since nothing has moved: what was there is there still.
   * Gives what is due by then.
   */
  still(at: number): Selection;
  /** No more frames: decides what was still held back. */
  finish(): Selection;
}
