import { nowMicros } from '@vedette/core/message';
import type { Frame } from '../frame.ts';
import type { Camera } from './cameras/camera.ts';
import { CaptureClock } from './capture-clock.ts';
import { Latest } from './latest.ts';
import { createPacer } from './pacer.ts';
import type { Source, SourceEvents } from './source.ts';
import { type WatchOptions, watchCamera } from './watch-camera.ts';

export interface LiveOptions extends WatchOptions {
  /** The most frames per second that are handed on, whatever the camera gives; as many as come unless given. */
  readonly fps?: number | undefined;
}

/**
 * A camera as a source: its newest frame wins, and frames are numbered from 0 as they come. Where the camera stamps them,
 * `at` is when they were captured, as `CaptureClock` knows it; else it is when they came.
 */
export function liveSource(camera: Camera, options: LiveOptions): Source {
  return {
    finite: false,
    async *frames(signal, events) {
      const newest = new Latest<Frame>(() => events.onOvertaken?.(1));
      const watch = startWatch(camera, options, newest, events, signal);
      try {
        yield* newest;
      } finally {
        await watch.stop();
      }
    },
  };
}

/** Fills `newest` until `signal` aborts or it is stopped. */
function startWatch(
  camera: Camera,
  options: LiveOptions,
  newest: Latest<Frame>,
  events: SourceEvents,
  signal: AbortSignal,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const abort = () => {
    stopping.abort();
    newest.end();
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();

  const isDue = createPacer(options.fps);
  let clock = new CaptureClock();
  let number = 0;
  const watched = watchCamera(camera, options, stopping.signal, {
    onPicture({ image, stampMs }) {
      if (stopping.signal.aborted) return; // its program still has some while it ends
      const ref = String(number++);
      const at = nowMicros();
      const monotonicMs = Number(process.hrtime.bigint() / 1_000_000n);
      const ageMs = clock.ageOf(stampMs, { wallMs: at / 1_000, monotonicMs });
      if (isDue(monotonicMs)) newest.put({ ref, at: at - ageMs * 1_000, image });
    },
    onBad: (reason) => events.onBadInput?.(String(number++), reason, `${camera.name} sent a picture that is ${reason}`),
    onState(state) {
      // The one that comes back may be another, or stamp from 0 again.
      if (state.state === 'away') clock = new CaptureClock();
      events.onState?.(state);
    },
    onWarmUp: () => events.onWarmUp?.(),
    onNote: (text) => events.onNote?.(text),
  });
  const ended = watched.then(
    () => newest.end(),
    (error: unknown) => newest.fail(error),
  );
  return {
    stop() {
      abort();
      signal.removeEventListener('abort', abort);
      return ended;
    },
  };
}
