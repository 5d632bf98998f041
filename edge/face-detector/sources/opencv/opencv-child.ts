// The process that OpenCV runs in. Its synchronous calls hold their thread, a second thread that loads it kills the process,
// and its asynchronous ones crash V8: so here is a process that does nothing else. Frames go to file descriptor 3, since
// the library writes to stdout.
import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { loadOpencv, type Mat, type Opencv, type VideoCapture } from './load-opencv.ts';
import { HEAD_BYTES, NO_OPENCV_CODE, OPTIONS_VARIABLE, type OpencvOptions } from './opencv-options.ts';

const FRAMES = 3;

function load(): Opencv {
  try {
    return loadOpencv();
  } catch (error) {
    return fail(NO_OPENCV_CODE, error);
  }
}

function openCapture(cv: Opencv, { input, fps, width, height, maxPixels }: OpencvOptions): VideoCapture {
  const capture = new cv.VideoCapture(input.at, input.kind === 'device' ? cv.CAP_V4L2 : cv.CAP_ANY);
  if (input.kind === 'device') {
    capture.set(cv.CAP_PROP_FOURCC, cv.VideoWriter.fourcc('MJPG')); // at 1080p USB 2 has no room for raw pictures
    if (width) capture.set(cv.CAP_PROP_FRAME_WIDTH, width);
    if (height) capture.set(cv.CAP_PROP_FRAME_HEIGHT, height);
    if (fps) capture.set(cv.CAP_PROP_FPS, fps);
  }
  const pixels = capture.get(cv.CAP_PROP_FRAME_WIDTH) * capture.get(cv.CAP_PROP_FRAME_HEIGHT);
  if (pixels > maxPixels) throw new Error(`its frames have ${pixels} pixels, beyond the limit of ${maxPixels}`);
  return capture;
}

/** Each step frees what it takes. */
function toUprightRgb(cv: Opencv, frame: Mat, options: OpencvOptions): Mat {
  const { rotate, mirror } = options.turn;
  const rotations = { 90: cv.ROTATE_90_CLOCKWISE, 180: cv.ROTATE_180, 270: cv.ROTATE_90_COUNTERCLOCKWISE };
  const rotated = rotate === 0 ? frame : replace(frame, frame.rotate(rotations[rotate]));
  const upright = mirror ? replace(rotated, rotated.flip(1)) : rotated;
  return replace(upright, upright.cvtColor(cv.COLOR_BGR2RGB));
}

function replace(old: Mat, next: Mat): Mat {
  old.release();
  return next;
}

/** Waits until the other side has taken it: a blocking pipe. */
function write(data: Buffer): void {
  for (let at = 0; at < data.length; ) at += writeSync(FRAMES, data, at);
}

async function main(options: OpencvOptions): Promise<void> {
  const cv = load();
  const capture = openCapture(cv, options);
  for (;;) {
    const frame = capture.read();
    if (frame.empty) return;
    // Of a stream it is the time since it began, by a clock that OpenCV makes up where there is none.
    const time = options.input.kind === 'stream' ? Number.NaN : capture.get(cv.CAP_PROP_POS_MSEC);
    const rgb = toUprightRgb(cv, frame, options);
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32LE(rgb.cols, 0);
    head.writeUInt32LE(rgb.rows, 4);
    head.writeDoubleLE(time, 8);
    write(head);
    write(rgb.getData());
    rgb.release();
    await turn(); // what V8 has let go of is freed between two turns only
  }
}

/** It throws texts, not errors. */
function fail(code: number, error: unknown): never {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  writeSync(2, `\n${line}\n`);
  process.exit(code);
}

main(JSON.parse(process.env[OPTIONS_VARIABLE] ?? '')).catch((error) => fail(1, error));
