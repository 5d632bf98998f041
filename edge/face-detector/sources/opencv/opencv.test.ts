import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { eventually, sharedFile, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MAY_MAKE_DEVICES, standInDevice } from '../cameras/device/v4l2.testing.ts';
import { makeJpeg, multipart, serve } from '../cameras/mjpeg-server.testing.ts';
import { collect, Heard } from '../collect.testing.ts';
import { open, openSpec } from '../open.testing.ts';
import { programsOf } from '../programs.testing.ts';

const PEER = '@u4/opencv4nodejs';
const installed = (() => {
  try {
    return createRequire(import.meta.url).resolve(PEER) !== '';
  } catch {
    return false;
  }
})();

function makeVideo(...options: string[]): string {
  const file = join(temporaryFolder(), 'a.mkv');
  const card = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=10:duration=2'];
  execFileSync('ffmpeg', ['-nostdin', '-loglevel', 'error', ...card, ...options, file]);
  return file;
}

describe.skipIf(!installed)(`with ${PEER} installed, here or in NODE_PATH`, () => {
  test('every frame of a video, with its time, and no process stays', async () => {
    const frames = await collect(open(`opencv:${makeVideo()}`));
    expect(frames.map(({ ref }) => Number(ref))).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(frames.map(({ at }) => Math.round((at - (frames[0]?.at ?? 0)) / 1_000))).toEqual(
      Array.from({ length: 20 }, (_, i) => i * 100),
    );
    for (const { image } of frames) expect(image).toMatchObject({ type: 'rgb', width: 64, height: 48 });
    expect(programsOf('opencv-child')).toEqual([]);
  });

  test('red is red, and stands where it is turned to', async () => {
    const bar = makeVideo('-vf', 'drawbox=c=black:t=fill,drawbox=c=red:t=fill:h=8', '-c:v', 'ffv1');
    const [frame] = await collect(open(`opencv:${bar}`, { turn: { rotate: 90, mirror: true } }), new Heard(), 1);
    expect(frame?.image).toMatchObject({ width: 48, height: 64 });
    const [red = 0, green = 0, blue = 0] = frame?.image.data.subarray(32 * 48 * 3) ?? []; // the left edge
    expect(red).toBeGreaterThan(200);
    expect(green + blue).toBeLessThan(60);
  });

  test('a consumer that leaves leaves no process behind', async () => {
    await collect(open(`opencv:${makeVideo('-vf', 'loop=loop=-1:size=20', '-t', '200')}`), new Heard(), 2);
    expect(programsOf('opencv-child')).toEqual([]);
  });

  test('a camera beyond a network goes away and comes back', async () => {
    const jpeg = await makeJpeg(200);
    const first = await serve(multipart(jpeg));
    const heard = new Heard();
    const abort = new AbortController();
    let frames = 0;
    const running = (async () => {
      for await (const { image } of open(`opencv:http://127.0.0.1:${first.port}/x.mjpg`).frames(abort.signal, heard)) {
        expect(image).toMatchObject({ type: 'rgb', width: 32, height: 24 });
        frames += 1;
      }
    })();
    await eventually('pictures', () => frames > 3);
    await first.stop();
    await eventually('it is away', () => heard.states.length === 1);
    const before = frames;
    await serve(multipart(jpeg), first.port);
    await eventually('pictures again', () => frames > before + 3);
    expect(heard.states.map(({ state }) => state)).toEqual(['away', 'running']);
    abort.abort();
    await running;
    expect(programsOf('opencv-child')).toEqual([]);
  });

  test('a thousand frames leave no more memory behind than a hundred', async () => {
    const long = makeVideo('-vf', 'scale=320:240,loop=loop=-1:size=20', '-t', '100', '-c:v', 'mjpeg');
    const residentMb: number[] = [];
    let count = 0;
    for await (const _ of open(`opencv:${long}`).frames(new AbortController().signal, {})) {
      count += 1;
      if (count % 100 > 0) continue;
      const [child] = programsOf('opencv-child');
      const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child?.pid}/status`, 'utf8'))?.[1];
      residentMb.push(Number(kb) / 1_024);
    }
    expect(residentMb).toHaveLength(10);
    // The frames in between have 190 MB, and twice as many copies are made of them.
    expect(Math.max(...residentMb) - (residentMb[1] ?? 0)).toBeLessThan(60);
  });

  test.each([
    ['/nonexistent.mp4', 'cannot read the video /nonexistent.mp4 by OpenCV: ENOENT'],
    ['/etc/hostname', 'cannot read the video /etc/hostname by OpenCV: VideoCapture::New - failed to open capture'],
    ['97', 'no such device /dev/video97'],
  ])('opencv:%s', async (input, message) => {
    const frames = collect(open(`opencv:${input}`));
    await expect(frames).rejects.toThrow(ResourceError);
    await expect(frames).rejects.toThrow(message);
  });

  test.skipIf(!MAY_MAKE_DEVICES)(
    'a device that cannot be had says who has it open (as root, for device files)',
    async () => {
      const { path } = standInDevice({ mjpeg: true });
      const holder = spawn('sh', ['-c', 'exec 9<> "$0"; echo ready; exec sleep 600', path]);
      onTestFinished(() => void holder.kill());
      await once(holder.stdout, 'data');
      await expect(collect(openSpec({ type: 'opencv', input: { kind: 'device', at: path } }))).rejects.toThrow(
        new RegExp(`failed to open capture: (sh|sleep) \\(process ${holder.pid}\\) has it open`),
      );
    },
  );

  test('a video of huge frames is refused', async () => {
    const frames = collect(open(`opencv:${makeVideo()}`, { maxPixels: 3_000 }));
    await expect(frames).rejects.toThrow('its frames have 3072 pixels, beyond the limit of 3000');
  });

  const real = sharedFile('testdata/video/head-pose-1-person.mp4');
  describe.skipIf(!real)('testdata/video/head-pose-1-person.mp4', () => {
    test('is the same by OpenCV as by ffmpeg', async () => {
      const [byOpencv, byFfmpeg] = await Promise.all([collect(open(`opencv:${real}`)), collect(open(`video:${real}`))]);
      expect(byOpencv).toHaveLength(23);
      for (const [index, { image }] of byOpencv.entries()) {
        const other = byFfmpeg[index]?.image.data ?? Buffer.alloc(0);
        const apart = image.data.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 255)), 0);
        expect(apart / image.data.length).toBeLessThan(4);
      }
    });
  });
});

describe.skipIf(installed)(`without ${PEER}`, () => {
  test('it says how to get it', async () => {
    const frames = collect(open(`opencv:${makeVideo()}`));
    await expect(frames).rejects.toThrow(ResourceError);
    await expect(frames).rejects.toThrow(/opencv: needs OpenCV for Node, .* npm install .*Cannot find module/);
  });
});
