import { expect, test } from 'vitest';
import { lastWords } from './last-words.ts';

test.each([
  ['nothing said', '', ''],
  ['the last line', 'one\ntwo\n', 'two'],
  ['the part of ffmpeg that speaks', '[ffv1 @ 0x55d0] [IMGUTILS @ 0x7ffe] Picture size\n', 'Picture size'],
  ['an address', 'rtsp://u:hunter2@cam/x: Connection refused', 'rtsp://cam: Connection refused'],
  [
    'the error of an element of GStreamer, not what follows it',
    'ERROR: from element /GstPipeline:pipeline0/GstRTSPSrc:rtspsrc0: Could not open resource for reading and writing.\n' +
      "Additional debug info:\n../gst/rtsp/gstrtspsrc.c(8336): x ():\nERROR: pipeline doesn't want to preroll.\n",
    'rtspsrc0: Could not open resource for reading and writing.',
  ],
  [
    'a value that GStreamer does not take',
    'WARNING: erroneous pipeline: could not set property "user-pw" in element "rtspsrc" to "hunter2"\n',
    'could not set property "user-pw" in element "rtspsrc"',
  ],
  [
    'what an internal error of GStreamer was in truth',
    'ERROR: from element /GstPipeline:pipeline0/GstV4l2Src:v4l2src0: Internal data stream error.\n' +
      'Additional debug info:\ngstbasesrc.c(3132): x (): /GstPipeline:pipeline0/GstV4l2Src:v4l2src0:\n' +
      "streaming stopped, reason not-negotiated (-4)\nERROR: pipeline doesn't want to preroll.\n",
    'v4l2src0: Internal data stream error. streaming stopped, reason not-negotiated (-4)',
  ],
])('%s', (_, stderr, words) => {
  expect(lastWords(stderr)).toBe(words);
});
