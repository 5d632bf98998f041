import { expect, test } from 'vitest';
import { faceDetectorSchema } from './config.ts';
import { hashSettings } from './settings-hash.ts';

function hashOf(settings: object): string {
  return hashSettings(faceDetectorSchema.parse(settings));
}

test('another setting is another hash', () => {
  expect(hashOf({})).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOf({})).toBe(hashOf({}));
  expect(hashOf({ minScore: 0.4 })).not.toBe(hashOf({}));
  expect(hashOf({ source: 'rtsp://front/x' })).not.toBe(hashOf({ source: 'rtsp://back/x' }));
});

test.each([
  ['password', 'SECRET'],
  ['brokerUrl', 'mqtt://pole:SECRET@127.0.0.1:1883'],
  ['source', 'rtsp://admin:SECRET@cam/live'],
  ['source', 'http://cam/video?password=SECRET'],
  ['source', 'gst:rtspsrc location=rtsp://cam/x user-pw=SECRET ! rtpjpegdepay'],
])('another password in %s is not: %s', (setting, value) => {
  const [one, other] = ['hunter2', 'hunter3'].map((word) => hashOf({ [setting]: value.replace('SECRET', word) }));
  expect(one).toBe(other);
});
