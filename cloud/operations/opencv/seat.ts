import type { OpenCvAnswer, OpenCvRequest } from './messages.ts';

/** Where OpenCV runs: its calls hold whoever makes them. */
export interface Seat {
  /** One at a time. Rejects with ResourceError where it ends meanwhile. */
  ask(request: OpenCvRequest): Promise<OpenCvAnswer>;
  /** At once, whatever it does. */
  end(): Promise<void>;
}
