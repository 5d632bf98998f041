import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { eventually } from '@vedette/core/testing';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { collect, Heard } from '../../collect.testing.ts';
import { isInstalled } from '../../installed.testing.ts';
import { open, openSpec } from '../../open.testing.ts';
import { programsOf } from '../../programs.testing.ts';
import { captureArguments } from './device-camera.ts';
import { MAY_MAKE_DEVICES, standInDevice } from './v4l2.testing.ts';

test('MJPEG of the camera is copied', () => {
  expect(captureArguments('/dev/video0', 'mjpeg', { fps: 15, width: 1280, height: 720 }).join(' ')).toBe(
    '-hide_banner -nostdin -loglevel error -f v4l2 -input_format mjpeg -framerate 15 -video_size 1280x720 ' +
      '-i /dev/video0 -copyts -c:v copy -f smjpeg pipe:1',
  );
});

test('of a camera without MJPEG, what it gives is encoded', () => {
  expect(captureArguments('/dev/video0', 'any', {}).join(' ')).toMatch(
    /-f v4l2 -i \/dev\/video0 -copyts -c:v mjpeg -q:v 3 -threads 1 -vf .*setpts=N -r 25 -f mjpeg pipe:1$/,
  );
});

test.each([
  ['/dev/video97', 'no such device /dev/video97: plug the camera in, pass it on with --device /dev/video97'],
  ['/dev/shm', '/dev/shm is no camera device'],
  ['webcam:/dev/video97', 'no such device /dev/video97'],
])('%s', async (source, message) => {
  const frames = collect(open(source));
  await expect(frames).rejects.toThrow(ResourceError);
  await expect(frames).rejects.toThrow(message);
});

describe.skipIf(!isInstalled('ffmpeg'))('with ffmpeg installed', () => {
  test('a device that is no camera is refused in both formats, with the reason of ffmpeg', async () => {
    const frames = collect(open('/dev/null'));
    await expect(frames).rejects.toThrow(ResourceError);
    await expect(frames).rejects.toThrow(
      /cannot capture from \/dev\/null: it gives no pictures .*inappropriate ioctl/i,
    );
  });

  describe.skipIf(!MAY_MAKE_DEVICES)('as root, for device files', () => {
    test.each([true, false])('MJPEG: %s', async (mjpeg) => {
      const { path } = standInDevice({ mjpeg });
      const heard = new Heard();
      const before = Date.now();
      const frames = await collect(openSpec({ type: 'device', path }), heard, 3);
      for (const { image, at } of frames) {
        expect(await sharp(image.data).metadata()).toMatchObject({ format: 'jpeg', width: 64, height: 48 });
        expect(at / 1_000).toBeGreaterThanOrEqual(before - 2);
        expect(at / 1_000).toBeLessThanOrEqual(Date.now());
      }
      expect(heard).toMatchObject({ states: [], bad: [], warmUp: 10 });
      expect(heard.notes).toEqual(mjpeg ? [] : [expect.stringContaining(`${path} gives no MJPEG`)]);
      expect(programsOf(path)).toEqual([]);
    });

    test('it is unplugged and plugged in again: one word each, and none that it has no MJPEG still', async () => {
      const device = standInDevice({ mjpeg: false });
      const heard = new Heard();
      const abort = new AbortController();
      let frames = 0;
      const running = (async () => {
        for await (const _ of openSpec({ type: 'device', path: device.path }).frames(abort.signal, heard)) frames += 1;
      })();
      await eventually('pictures', () => frames > 2);
      device.unplug();
      await eventually('it is away', () => heard.states.length === 1);
      device.plugIn();
      const before = frames;
      await eventually('pictures again', () => frames > before + 2);
      expect(heard.states).toEqual([
        { state: 'away', reason: expect.stringContaining('No such device') },
        { state: 'running' },
      ]);
      expect(heard.warmUp).toBe(20);
      expect(heard.notes).toHaveLength(1);
      abort.abort();
      await running;
    });

    test('one that refused MJPEG once is asked for it again in its next session', async () => {
      const device = standInDevice({ mjpeg: false });
      const heard = new Heard();
      const abort = new AbortController();
      let frames = 0;
      const running = (async () => {
        for await (const _ of openSpec({ type: 'device', path: device.path }).frames(abort.signal, heard)) frames += 1;
      })();
      await eventually('pictures', () => frames > 0);
      expect(programsOf(device.path).map(({ command }) => command.includes('-input_format mjpeg'))).toEqual([false]);
      device.setMjpeg(true);
      device.unplug();
      await eventually('it is away', () => heard.states.length === 1);
      device.plugIn();
      const before = frames;
      await eventually('pictures again', () => frames > before);
      expect(programsOf(device.path).map(({ command }) => command.includes('-input_format mjpeg'))).toEqual([true]);
      abort.abort();
      await running;
    });

    test('a busy one says who has it', async () => {
      const { path } = standInDevice({ refusal: 'Device or resource busy' });
      const holder = spawn('sh', ['-c', 'exec 9<> "$0"; echo ready; exec sleep 600', path]);
      onTestFinished(() => void holder.kill());
      await once(holder.stdout, 'data');
      await expect(collect(openSpec({ type: 'device', path }))).rejects.toThrow(
        new RegExp(`cannot capture from ${path}: it is busy: (sh|sleep) \\(process ${holder.pid}\\) has it open`),
      );
    });

    test('one that this user may not open names the group', async () => {
      const { path } = standInDevice({ mjpeg: true });
      chmodSync(dirname(path), 0o755);
      chmodSync(path, 0o600);
      process.seteuid?.(65_534);
      onTestFinished(() => process.seteuid?.(0));
      await expect(collect(openSpec({ type: 'device', path }))).rejects.toThrow(
        `no permission to open ${path}: add the user to the group video`,
      );
    });
  });
});
