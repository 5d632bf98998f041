import type { Frame } from '../frame.ts';

/** What a source tells about itself while it runs. */
export type SourceState = { state: 'running' } | { state: 'away'; reason: string };

export interface SourceEvents {
  /** A live source that went away (it is being retried) or came back. */
  onState?(state: SourceState): void;
  /** One frame or file that could not be read; the source goes on. `reason` is a counter's label. */
  onBadInput?(ref: string, reason: string, detail: string): void;
  /** Frames of a live source that were overtaken by a newer one before anybody took them. */
  onOvertaken?(frames: number): void;
  /** A frame that a camera gave while it found its exposure, which nobody looks at. */
  onWarmUp?(): void;
  /** What a person may want to know of this source, though it works. */
  onNote?(text: string): void;
}

/** Where frames come from. */
export interface Source {
  /** A folder or a video ends by itself, keeps its order and loses no frame; a camera does neither: its newest frame wins. */
  readonly finite: boolean;
  /**
   * Yields frames until the source is spent or `signal` aborts; waits for the consumer.
   * Throws ResourceError with one clear line where it cannot begin (no such device, no ffmpeg, no such folder).
   */
  frames(signal: AbortSignal, events: SourceEvents): AsyncIterable<Frame>;
}
