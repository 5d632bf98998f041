import { ConfigError } from '@vedette/core/errors';
import { describe, expect, test } from 'vitest';
import { open } from './open.testing.ts';
import { parseSource } from './parse-source.ts';

test.each([
  ['sim', { type: 'sim', people: 3, fps: 10, seed: 1, width: 640, height: 480 }],
  ['sim:', { type: 'sim', people: 3, fps: 10, seed: 1, width: 640, height: 480 }],
  ['sim:people=5,fps=4,frames=20', { type: 'sim', people: 5, fps: 4, seed: 1, width: 640, height: 480, frames: 20 }],
  ['dir:my photos/2026', { type: 'dir', path: 'my photos/2026' }],
  ['video:/x/a:b.mp4', { type: 'video', path: '/x/a:b.mp4' }],
  ['/dev/video2', { type: 'device', path: '/dev/video2' }],
  ['/dev/v4l/by-id/usb-cam-index0', { type: 'device', path: '/dev/v4l/by-id/usb-cam-index0' }],
  ['rtsp://u:p@cam:8554/live?x=1', { type: 'rtsp', url: 'rtsp://u:p@cam:8554/live?x=1' }],
  ['rtsps://cam/live', { type: 'rtsp', url: 'rtsps://cam/live' }],
  ['http://cam/video.mjpg', { type: 'http', url: 'http://cam/video.mjpg' }],
  ['https://cam/video.mjpg', { type: 'http', url: 'https://cam/video.mjpg' }],
  ['webcam:/dev/video0', { type: 'webcam', path: '/dev/video0' }],
  ['webcam:TEST', { type: 'webcam', path: 'TEST' }],
  ['webcam:FILE:/pictures/x.jpg', { type: 'webcam', path: 'FILE:/pictures/x.jpg' }],
  ['gst:videotestsrc ! jpegenc', { type: 'gst', pipeline: 'videotestsrc ! jpegenc' }],
  ['opencv:0', { type: 'opencv', input: { kind: 'device', at: '/dev/video0' } }],
  ['opencv:/dev/v4l/by-id/x', { type: 'opencv', input: { kind: 'device', at: '/dev/v4l/by-id/x' } }],
  ['opencv:rtsp://u:p@cam/x', { type: 'opencv', input: { kind: 'stream', at: 'rtsp://u:p@cam/x' } }],
  ['opencv:/x/a:b.mp4', { type: 'opencv-video', path: '/x/a:b.mp4' }],
])('%s', (text, spec) => {
  expect(parseSource(text)).toEqual(spec);
});

test.each([
  ['', 'no source is called ""'],
  ['photos', 'no source is called "photos": give sim[:people=3'],
  ['dir:', 'dir:PATH names nothing'],
  ['opencv:', 'opencv:0 names nothing'],
  ['opencv:rtsp://', 'the rtsp camera cannot be read'],
  ['sim:people=nine', 'people must be a whole number from 0 to 8, not "nine"'],
  ['sim:people=9', 'from 0 to 8, not "9"'],
  ['sim:fps=', 'from 1 to 60, not ""'],
  ['sim:toString=1', 'no setting "toString"'],
  ['rtsp://', 'the rtsp camera cannot be read'],
  ['webcam:', 'webcam: takes /dev/video0, TEST or FILE:'],
  ['webcam:/dev/video0;reboot', 'webcam: takes'],
  ['webcam:FILE:/x y.jpg', 'webcam: takes'],
  ['webcam:-d', 'webcam: takes'],
  ['webcam:/dev/video0\n', 'webcam: takes'],
])('%j is refused', (text, message) => {
  expect(() => parseSource(text)).toThrow(ConfigError);
  expect(() => parseSource(text)).toThrow(message);
});

test.each([
  'rtsp://admin:hun/ter2@cam/x',
  'http://admin:hunter2@:99999/',
  'http://admin:12#hunter2@cam/',
  'http://admin:hunter2%@cam/',
  'rstp://admin:hunter2@cam/x',
  'opencv:rtsp://admin:hun/ter2@cam/x',
])('a password in an address that is refused is not repeated: %s', (text) => {
  expect(() => parseSource(text)).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/hun|ter2/) }));
});

describe('what ends by itself', () => {
  test.each(['dir:x', 'video:x', 'sim:frames=5', 'opencv:x.mp4'])('%s', (text) => {
    expect(open(text).finite).toBe(true);
  });
  test.each(['sim', '/dev/video0', 'rtsp://cam', 'http://cam', 'webcam:TEST', 'gst:x', 'opencv:0', 'opencv:rtsp://x'])(
    'not %s',
    (text) => {
      expect(open(text).finite).toBe(false);
    },
  );
});
