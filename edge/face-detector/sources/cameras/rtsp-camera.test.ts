import { eventually } from '@vedette/core/testing';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { collect, Heard } from '../collect.testing.ts';
import { isInstalled } from '../installed.testing.ts';
import { open } from '../open.testing.ts';
import { programsOf } from '../programs.testing.ts';
import { streamArguments } from './rtsp-camera.ts';
import { serveRtsp } from './rtsp-server.testing.ts';

function openPort(port: number) {
  return open(`rtsp://admin:hunter2@127.0.0.1:${port}/live`);
}

test('an MJPEG stream is copied, another encoded at the rate asked for', () => {
  const input = ['-i', 'rtsp://cam'];
  expect(streamArguments(input, 'mjpeg', 5).join(' ')).toContain('-c:v copy -f smjpeg');
  expect(streamArguments(input, 'h264', 5).join(' ')).toMatch(
    /-c:v mjpeg -q:v 3 -threads 1 -vf select=.*\bt\*5\b.* -f mjpeg/,
  );
  expect(streamArguments(input, 'h264').join(' ')).toContain('settb=1/25,setpts=N');
});

describe.skipIf(!isInstalled('ffmpeg'))('with ffmpeg installed', () => {
  describe.each(['mjpeg', 'h264'] as const)('%s', (codec) => {
    test('gives JPEGs, and no program stays when it is left', async () => {
      const { port } = await serveRtsp(codec);
      const heard = new Heard();
      const begun = Date.now();
      for (const { image, at } of await collect(openPort(port), heard, 3)) {
        expect(await sharp(image.data).metadata()).toMatchObject({ format: 'jpeg', width: 160, height: 120 });
        // Stamped when it came to ffmpeg, which is later than we asked and earlier than it came to us.
        expect(at / 1_000).toBeGreaterThan(begun);
        expect(at / 1_000).toBeLessThanOrEqual(Date.now());
      }
      expect(heard).toMatchObject({ states: [], bad: [] });
      expect(programsOf(`127.0.0.1:${port}`)).toEqual([]);
    });
  });

  test('of an H.264 camera no more are encoded than are asked for', async () => {
    const { port } = await serveRtsp('h264');
    const frames = await collect(open(`rtsp://127.0.0.1:${port}/live`, { fps: 5 }), new Heard(), 6);
    const gaps = frames.slice(1).map(({ at }, i) => (at - (frames[i]?.at ?? 0)) / 1_000);
    // The first of each fifth of a second: the frames of the camera are 40 ms apart.
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeGreaterThan(150);
  });

  test('a camera that is switched to another codec is asked anew', async () => {
    const { port, stop } = await serveRtsp('mjpeg');
    const abort = new AbortController();
    const heard = new Heard();
    let frames = 0;
    const running = (async () => {
      for await (const _ of openPort(port).frames(abort.signal, heard)) frames += 1;
    })();
    await eventually('pictures', () => frames > 0);
    await stop();
    await eventually('it is away', () => heard.states.length === 1);
    await serveRtsp('h264', port);
    const before = frames;
    await eventually('pictures again', () => frames > before);
    abort.abort();
    await running;
  });

  test('a camera that is not there at first is waited for, goes away and comes back', async () => {
    const first = await serveRtsp('mjpeg');
    await first.stop();
    const heard = new Heard();
    const abort = new AbortController();
    let frames = 0;
    const running = (async () => {
      for await (const _ of openPort(first.port).frames(abort.signal, heard)) frames += 1;
    })();

    await eventually('it is away', () => heard.states.length === 1);
    const reason = JSON.stringify(heard.states);
    expect(reason).toContain(`rtsp://127.0.0.1:${first.port}: Connection refused`);
    expect(reason).not.toContain('hunter2');

    const second = await serveRtsp('mjpeg', first.port);
    await eventually('pictures', () => frames > 3);
    await second.stop();
    await eventually('it is away again', () => heard.states.length === 3);
    expect(heard.states.map(({ state }) => state)).toEqual(['away', 'running', 'away']);
    abort.abort();
    await running;
    expect(programsOf(`127.0.0.1:${first.port}`)).toEqual([]);
  });
});
