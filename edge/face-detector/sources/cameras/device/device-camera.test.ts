import { ResourceError } from '@vedette/core/errors';
import { describe, expect, test } from 'vitest';
import { collect } from '../../collect.testing.ts';
import { isInstalled } from '../../installed.testing.ts';
import { open } from '../../open.testing.ts';
import { captureArguments } from './device-camera.ts';

test('MJPEG of the camera is copied', () => {
  expect(captureArguments('/dev/video0', 'mjpeg', { fps: 15, width: 1280, height: 720 }).join(' ')).toBe(
    '-hide_banner -nostdin -loglevel error -f v4l2 -input_format mjpeg -framerate 15 -video_size 1280x720 ' +
      '-i /dev/video0 -copyts -c:v copy -f smjpeg pipe:1',
  );
});

test('of a camera without MJPEG, what it gives is encoded', () => {
  expect(captureArguments('/dev/video0', 'any', {}).join(' ')).toMatch(
    /-f v4l2 -i \/dev\/video0 -copyts -c:v mjpeg -q:v 3 -vf .*setpts=N -r 25 -f mjpeg pipe:1$/,
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
    await expect(frames).rejects.toThrow(/cannot capture from \/dev\/null: .*(ioctl|device)/i);
  });
});
