import { expect, test } from 'vitest';
import { labelSource } from './label-source.ts';

test.each([
  ['sim:people=3', 'sim:people=3'],
  ['/dev/video0', '/dev/video0'],
  ['dir:my photos/2026', 'dir:my photos/2026'],
  ['rtsp://admin:hunter2@10.0.0.7:554/live?token=hunter2', 'rtsp://10.0.0.7:554'],
  ['gst:rtspsrc location=rtsp://cam/x user-id=admin user-pw=hunter2 ! rtpjpegdepay', 'gst:…'],
])('%s', (source, label) => {
  expect(labelSource(source)).toBe(label);
});
