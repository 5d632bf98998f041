import { stat } from 'node:fs/promises';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { Frame } from '../frame.ts';
import { EVERY_FRAME_ONCE } from './every-frame-once.ts';
import { probeVideo } from './ffprobe.ts';
import { splitPpm } from './ppm-splitter.ts';
import { startProgram } from './program.ts';
import type { Source, SourceEvents } from './source.ts';

/** For a container that does not say its rate; capture times alone depend on it. */
const DEFAULT_FPS = 25;

/**
 * Every frame of a video file in order, by way of ffmpeg: upright, as raw RGB, so that nothing is lost by a second encoding.
 * A video whose frames have more than `maxPixels` is refused before one is decoded.
 */
export function videoSource(file: string, maxPixels: number): Source {
  return {
    finite: true,
    async *frames(signal, events) {
      // With the prefix a name such as `http://…` is a name; the whitelist keeps a playlist from leading elsewhere.
      const input = ['-max_pixels', String(maxPixels), '-protocol_whitelist', 'file', '-i', `file:${file}`];
      const captureTime = await readClock(file, input, signal);
      if (captureTime) yield* decode(file, input, captureTime, signal, events);
    },
  };
}

type CaptureTime = (frame: number) => number;

/**
 * Says when a frame was captured, in µs since the epoch: the beginning of the recording plus its number at the average
 * rate. Undefined where `signal` aborted. Throws ResourceError.
 */
async function readClock(
  file: string,
  input: readonly string[],
  signal: AbortSignal,
): Promise<CaptureTime | undefined> {
  try {
    const { fps = DEFAULT_FPS, createdAt } = await probeVideo(input, signal);
    const start = createdAt?.getTime() ?? (await stat(file)).mtimeMs;
    return (frame) => Math.round((start + (frame * 1_000) / fps) * 1_000);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error instanceof ResourceError ? error : unreadable(file, messageOf(error), error);
  }
}

async function* decode(
  file: string,
  input: readonly string[],
  captureTime: CaptureTime,
  signal: AbortSignal,
  events: SourceEvents,
): AsyncGenerator<Frame> {
  const running = await startProgram('ffmpeg', decodeArguments(input), signal);
  let number = 0;
  try {
    for await (const image of splitPpm(running.output)) {
      if (signal.aborted) return;
      yield { ref: String(number), at: captureTime(number), image };
      number += 1;
    }
    const { code, lastWords } = await running.ended;
    if (signal.aborted) return;
    if (code === undefined) throw unreadable(file, `ffmpeg was killed after ${number} frames`);
    if (number === 0) throw unreadable(file, lastWords || 'it has no frames');
    // ffmpeg decodes what it can of a damaged file, and ends with 0 for the most part.
    if (code !== 0 || lastWords) events.onBadInput?.(file, 'damaged', lastWords || `ffmpeg ended (exit code ${code})`);
  } finally {
    await running.stop();
  }
}

/** PPM is raw RGB that says its size, so that nobody has to foresee what a rotated video becomes. */
function decodeArguments(input: readonly string[]): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error'],
    ...input,
    ...['-map', '0:v:0', ...EVERY_FRAME_ONCE, '-pix_fmt', 'rgb24', '-c:v', 'ppm', '-f', 'image2pipe', 'pipe:1'],
  ];
}

function unreadable(file: string, reason: string, cause?: unknown): ResourceError {
  const plain = reason
    .replace(`file:${file}: `, '')
    .replace(/ exceeds specified max pixel count (\d+).*/, ' is beyond the limit of $1 pixels');
  return new ResourceError(`cannot read the video ${file}: ${plain}`, { cause });
}
