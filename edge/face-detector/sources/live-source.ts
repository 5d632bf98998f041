import { nowMicros } from '@vedette/core/message';
import type { Frame } from '../frame.ts';
import type { Camera } from './cameras/camera.ts';
import { Latest } from './latest.ts';
import { createPacer } from './pacer.ts';
import type { Source, SourceEvents } from './source.ts';
import { type WatchOptions, watchCamera } from './watch-camera.ts';

export interface LiveOptions extends WatchOptions {
  /** The most frames per second that are handed on; as many as come unless given. */
  readonly fps?: number | undefined;
}

/** A camera as a source: its newest frame wins, and frames are numbered from 0 as they come. */
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
  const abort = () => stopping.abort();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();

  const isDue = createPacer(options.fps);
  let number = 0;
  const watched = watchCamera(camera, options, stopping.signal, {
    onPicture(data) {
      const ref = String(number++);
      if (isDue(performance.now())) newest.put({ ref, at: nowMicros(), image: { type: 'encoded', data } });
    },
    onBad: (reason) => events.onBadInput?.(String(number++), reason, `${camera.name} sent a picture that is ${reason}`),
    onState: (state) => events.onState?.(state),
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
