import { expect, test } from 'vitest';
import { redactUrls } from './redact-urls.ts';

test.each([
  ['rtsp://admin:hunter2@10.0.0.7:554/user=a&password=b', 'rtsp://10.0.0.7:554'],
  ['http://cam.local/video.cgi?user=admin&pwd=hunter2', 'http://cam.local'],
  ['rtsp://admin:p@ss@cam/x', 'rtsp://cam'],
  ['rtsp://u:p@cam:554/x: Connection refused', 'rtsp://cam:554: Connection refused'],
  ['rtspsrc location=rtsp://u:p@cam/x ! jpegenc', 'rtspsrc location=rtsp://cam ! jpegenc'],
  ['a http://u:p@b/c, then rtsp://d/e', 'a http://b, then rtsp://d'],
  ['sim:people=3', 'sim:people=3'],
  ['/dev/video0: No such file or directory', '/dev/video0: No such file or directory'],
])('%s', (text, redacted) => {
  expect(redactUrls(text)).toBe(redacted);
});
