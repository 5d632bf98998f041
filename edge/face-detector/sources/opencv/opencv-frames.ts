import { createRequire } from 'node:module';
import { ResourceError, VedetteError } from '@vedette/core/errors';
import type { RawImage } from '../../frame.ts';
import { ByteReader } from '../byte-reader.ts';
import { discard, startProcess } from '../child-process.ts';
import { HEAD_BYTES, NO_OPENCV_CODE, OPTIONS_VARIABLE, type OpencvOptions } from './opencv-options.ts';

export interface OpencvFrame {
  /** Upright. */
  readonly image: RawImage;
  /** Of a device the driver's stamp, of a video the time since it began, in ms; undefined where there is none. */
  readonly timeMs: number | undefined;
}

/**
 * The frames that OpenCV reads in a process of its own, until there are no more or `signal` aborts. Not taking them holds it
 * up. Throws VedetteError with OpenCV's reason, ResourceError where OpenCV for Node is not installed.
 */
export async function* opencvFrames(options: OpencvOptions, signal: AbortSignal): AsyncGenerator<OpencvFrame> {
  const environment = {
    ...process.env,
    NODE_OPTIONS: '',
    OPENCV_LOG_LEVEL: 'ERROR',
    [OPTIONS_VARIABLE]: JSON.stringify(options),
  };
  const running = await startProcess(process.execPath, [childScript()], signal, { environment });
  try {
    void discard(running.output); // what the library says of itself
    const reader = new ByteReader(running.side);
    for (;;) {
      const frame = await readFrame(reader);
      if (!frame) break;
      yield frame;
    }
    const { code, lastWords } = await running.ended;
    if (code === 0 || signal.aborted) return;
    if (code === NO_OPENCV_CODE) throw notInstalled(lastWords);
    throw new VedetteError(code === undefined ? 'the OpenCV process was killed' : lastWords);
  } finally {
    await running.stop();
  }
}

async function readFrame(reader: ByteReader): Promise<OpencvFrame | undefined> {
  const head = await reader.read(HEAD_BYTES);
  if (!head) return undefined;
  const [width, height, time] = [head.readUInt32LE(0), head.readUInt32LE(4), head.readDoubleLE(8)];
  const data = await reader.read(width * height * 3);
  return data && { image: { type: 'rgb', data, width, height }, timeMs: Number.isNaN(time) ? undefined : time };
}

/** The child is a script of the build, wherever this file runs from. */
function childScript(): string {
  try {
    return createRequire(import.meta.url).resolve('@vedette/face-detector/opencv-child');
  } catch (error) {
    throw new ResourceError('the OpenCV process is not built; run "npm run build"', { cause: error });
  }
}

function notInstalled(reason: string): ResourceError {
  return new ResourceError(
    'opencv: needs OpenCV for Node, which is not installed here: apt-get install libopencv-dev build-essential, then ' +
      `OPENCV4NODEJS_DISABLE_AUTOBUILD=1 npm install --no-save @u4/opencv4nodejs, which takes some minutes (${reason})`,
  );
}
