import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { type Camera, CameraAwayError, type Picture } from './cameras/camera.ts';
import { Heard } from './collect.testing.ts';
import { liveSource } from './live-source.ts';

const OPTIONS = { retry: { firstMs: 1, maxMs: 1 }, stallSeconds: 60, warmUpFrames: 0 };

function picture(stampMs?: number): Picture {
  return { image: { type: 'encoded', data: Buffer.from('jpeg') }, stampMs };
}

function camera(pictures: Camera['pictures']): Camera {
  return { name: 'the camera', remote: false, pictures };
}

test('once it is stopped nothing is handed on: not what waits, nor what the camera still gives', async () => {
  let waits = false;
  let given = 0;
  const source = liveSource(
    camera(async function* (signal) {
      yield picture();
      await turn();
      yield picture();
      waits = true;
      await once(signal, 'abort');
      for (; given < 5; given++) {
        yield picture();
        await turn();
      }
    }),
    OPTIONS,
  );
  const abort = new AbortController();
  const heard = new Heard();
  const refs: string[] = [];
  for await (const { ref } of source.frames(abort.signal, heard)) {
    refs.push(ref);
    await eventually('the second waits', () => waits);
    abort.abort();
  }
  expect(given).toBe(5);
  expect(refs).toEqual(['0']);
  expect(heard.overtaken).toBe(0);
});

test('a camera that comes back with another clock is not taken for one whose pictures waited', async () => {
  let uptimeMs = 1_000_000;
  const source = liveSource(
    camera(async function* () {
      yield picture(uptimeMs);
      await turn();
      uptimeMs -= 5_000;
      throw new CameraAwayError('switched off and on');
    }),
    OPTIONS,
  );
  const begun = Date.now();
  const times: number[] = [];
  for await (const { at } of source.frames(new AbortController().signal, {})) {
    times.push(at / 1_000);
    if (times.length === 3) break;
  }
  expect(Math.min(...times)).toBeGreaterThanOrEqual(begun - 2);
});
