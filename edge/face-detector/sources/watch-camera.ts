import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';
import { type RetrySchedule, retryDelays } from '@vedette/core/run';
import { type Camera, CameraAwayError, type CameraEvents, type Picture } from './cameras/camera.ts';
import type { SourceState } from './source.ts';

export interface WatchOptions {
  readonly retry: RetrySchedule;
  /** A camera that gives no picture for this long counts as away and is started anew. */
  readonly stallSeconds: number;
  /** Pictures at the beginning of each session that are not handed on. */
  readonly warmUpFrames: number;
}

export interface Watcher extends CameraEvents {
  onPicture(picture: Picture): void;
  /** A picture of the warm-up. */
  onWarmUp(): void;
  /** Called when the camera goes away or comes back, not for each try in between. */
  onState(state: SourceState): void;
}

/**
 * Watches a camera until `signal` aborts, and asks one that went away again and again until it is back.
 * Throws ResourceError where one that is not beyond a network cannot be had at all.
 */
export async function watchCamera(
  camera: Camera,
  options: WatchOptions,
  signal: AbortSignal,
  watcher: Watcher,
): Promise<void> {
  const { retry } = options;
  let state: SourceState['state'] | undefined;
  let delays = retryDelays(retry);
  const onAlive = () => {
    if (state === 'away') watcher.onState({ state: 'running' });
    state = 'running';
  };
  while (!signal.aborted) {
    const began = performance.now();
    const failure = await runSession(camera, options, signal, watcher, onAlive);
    if (signal.aborted) return;
    if (state === undefined) refuse(camera, failure);
    if (state !== 'away') watcher.onState({ state: 'away', reason: failure.message });
    state = 'away';
    // One that fails right after it came back is not to be asked as if it had been well.
    if (performance.now() - began > retry.maxMs) delays = retryDelays(retry);
    await sleep(delays.next().value, undefined, { signal }).catch(() => {});
  }
}

/** A camera that never gave a picture: waits for a network, not for a person. */
function refuse(camera: Camera, failure: CameraAwayError | ResourceError): void {
  if (failure instanceof ResourceError) throw failure;
  if (!camera.remote) {
    throw new ResourceError(`cannot capture from ${camera.name}: ${failure.message}`, { cause: failure });
  }
}

/** Runs until the camera fails or `signal` aborts, and says why. */
async function runSession(
  camera: Camera,
  { stallSeconds, warmUpFrames }: WatchOptions,
  signal: AbortSignal,
  watcher: Watcher,
  onAlive: () => void,
): Promise<CameraAwayError | ResourceError> {
  const session = new AbortController();
  const abort = () => session.abort();
  signal.addEventListener('abort', abort, { once: true });
  const stall = setTimeout(abort, stallSeconds * 1_000);
  let number = 0;
  try {
    for await (const picture of camera.pictures(session.signal, watcher)) {
      stall.refresh();
      onAlive();
      if (number++ < warmUpFrames) watcher.onWarmUp();
      else watcher.onPicture(picture);
    }
    return new CameraAwayError('it ended');
  } catch (error) {
    if (session.signal.aborted) return new CameraAwayError(`no picture for ${stallSeconds} s`);
    if (error instanceof CameraAwayError || error instanceof ResourceError) return error;
    throw error;
  } finally {
    clearTimeout(stall);
    signal.removeEventListener('abort', abort);
  }
}
