import { ResourceError } from '@vedette/core/errors';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Camera, CameraAwayError } from './cameras/camera.ts';
import type { SourceState } from './source.ts';
import { watchCamera } from './watch-camera.ts';

type Session = 'picture' | 'away' | 'missing' | 'defect' | 'ends';

/** A camera whose sessions go as told, the last again and again; each `picture` session gives one and goes away. */
function camera(remote: boolean, ...sessions: Session[]): Camera & { asked: number } {
  return {
    name: 'the camera',
    remote,
    asked: 0,
    async *pictures() {
      const session = sessions[Math.min(this.asked++, sessions.length - 1)];
      if (session === 'picture') yield { image: { type: 'encoded', data: Buffer.from('jpeg') } };
      if (session === 'missing') throw new ResourceError('no such device');
      if (session === 'defect') throw new TypeError('a defect');
      if (session !== 'ends') throw new CameraAwayError('unplugged');
    },
  };
}

/** Watches until so many sessions were asked for, and says what was heard. */
async function watch(watched: Camera & { asked: number }, sessions: number, warmUpFrames = 0) {
  const states: SourceState[] = [];
  let pictures = 0;
  let warmUp = 0;
  const abort = new AbortController();
  const options = { retry: { firstMs: 1, maxMs: 1 }, stallSeconds: 10, warmUpFrames };
  await watchCamera(
    {
      ...watched,
      pictures(...args) {
        if (watched.asked >= sessions) abort.abort();
        return watched.pictures(...args);
      },
    },
    options,
    abort.signal,
    {
      onPicture: () => pictures++,
      onWarmUp: () => warmUp++,
      onBad: () => {},
      onNote: () => {},
      onState: (state) => states.push(state),
    },
  );
  return { states, pictures, warmUp };
}

test('one word for many tries', async () => {
  const { states, pictures } = await watch(camera(false, 'picture', 'away', 'missing', 'ends', 'picture', 'away'), 9);
  expect(pictures).toBe(2);
  expect(states).toEqual([
    { state: 'away', reason: 'unplugged' },
    { state: 'running' },
    { state: 'away', reason: 'unplugged' },
  ]);
});

test('each session begins with a warm-up, which is counted and is a sign of life', async () => {
  const { pictures, warmUp, states } = await watch(camera(false, 'picture', 'away', 'picture', 'away'), 4, 1);
  expect({ pictures, warmUp }).toEqual({ pictures: 0, warmUp: 2 });
  expect(states.map(({ state }) => state)).toEqual(['away', 'running', 'away']);
});

test('a camera here that was never there is refused', async () => {
  await expect(watch(camera(false, 'away'), 3)).rejects.toThrow('cannot capture from the camera: unplugged');
  await expect(watch(camera(false, 'missing'), 3)).rejects.toThrow(ResourceError);
});

test('one beyond a network is waited for, and says so', async () => {
  const { states, pictures } = await watch(camera(true, 'away', 'away', 'picture', 'away'), 4);
  expect(states).toEqual([
    { state: 'away', reason: 'unplugged' },
    { state: 'running' },
    expect.objectContaining({ state: 'away' }),
  ]);
  expect(pictures).toBe(1);
});

test('what a person has to mend is not waited for', async () => {
  await expect(watch(camera(true, 'missing'), 3)).rejects.toThrow('no such device');
});

test('a defect is not taken for a camera that went away', async () => {
  await expect(watch(camera(true, 'picture', 'defect'), 5)).rejects.toThrow(TypeError);
});

test('a camera that gives pictures, however slowly, is left at it; one that stops is away', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const states: SourceState[] = [];
  const abort = new AbortController();
  let pictures = 0;
  const slow: Camera = {
    name: 'the camera',
    remote: false,
    async *pictures(session) {
      for (let number = 0; number < 4; number++) {
        vi.advanceTimersByTime(9_000);
        session.throwIfAborted();
        yield { image: { type: 'encoded', data: Buffer.from('jpeg') } };
      }
      vi.advanceTimersByTime(11_000);
      session.throwIfAborted();
    },
  };
  const options = { retry: { firstMs: 1, maxMs: 1 }, stallSeconds: 10, warmUpFrames: 0 };
  await watchCamera(slow, options, abort.signal, {
    ...{ onPicture: () => pictures++, onWarmUp: () => {}, onBad: () => {}, onNote: () => {} },
    onState(state) {
      states.push(state);
      abort.abort();
    },
  });
  expect(pictures).toBe(4);
  expect(states).toEqual([{ state: 'away', reason: 'no picture for 10 s' }]);
});
