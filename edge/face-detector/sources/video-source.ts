import { stat } from 'node:fs/promises';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { Frame } from '../frame.ts';
import { decodeEveryFrame } from './decode-every-frame.ts';
import { probeVideo } from './ffprobe.ts';
import { readFrameTimes } from './frame-times.ts';
import { splitPpm } from './ppm-splitter.ts';
import { startProgram } from './program.ts';
import type { Source, SourceEvents } from './source.ts';
import type { Turn } from './turn/turn.ts';
import { turnFilters } from './turn/turn-filters.ts';

/** For frames without a time in a container that does not say its rate either. */
const DEFAULT_FPS = 25;

export interface VideoOptions {
  /** A video whose frames have more is refused before one is decoded. */
  readonly maxPixels: number;
  /** Beyond what the video says of itself. */
  readonly turn: Turn;
}

/**
 * Every frame of a video file in order, by way of ffmpeg: upright, as raw RGB, so that nothing is lost by a second encoding.
 * `at` is when the recording began, as the container says or else the time of the file, plus the frame's own time in it.
 */
export function videoSource(file: string, { maxPixels, turn }: VideoOptions): Source {
  return {
    finite: true,
    async *frames(signal, events) {
      // With the prefix a name such as `http://…` is a name; the whitelist keeps a playlist from leading elsewhere.
      const input = ['-max_pixels', String(maxPixels), '-protocol_whitelist', 'file', '-i', `file:${file}`];
      const captureTime = await readClock(file, input, signal);
      if (captureTime) yield* decode(file, decodeArguments(input, turn), captureTime, signal, events);
    },
  };
}

/** Both times in µs: the frame's from the beginning of the video, and when it was captured. */
type CaptureTime = (frame: number, time: number | undefined) => number;

/**
 * Says when a frame was captured; one without a time counts as if all came at the average rate. Undefined where `signal`
 * aborted. Throws ResourceError.
 */
async function readClock(
  file: string,
  input: readonly string[],
  signal: AbortSignal,
): Promise<CaptureTime | undefined> {
  try {
    const { fps = DEFAULT_FPS, createdAt } = await probeVideo(input, signal);
    const start = createdAt?.getTime() ?? (await stat(file)).mtimeMs;
    return (frame, time = (frame * 1e6) / fps) => Math.round(start * 1_000 + time);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error instanceof ResourceError ? error : unreadable(file, messageOf(error), error);
  }
}

async function* decode(
  file: string,
  args: readonly string[],
  captureTime: CaptureTime,
  signal: AbortSignal,
  events: SourceEvents,
): AsyncGenerator<Frame> {
  const running = await startProgram('ffmpeg', args, signal);
  const times = readFrameTimes(running.side);
  let number = 0;
  try {
    for await (const image of splitPpm(running.output)) {
      if (signal.aborted) return;
      const { value: time } = await times.next();
      yield { ref: String(number), at: captureTime(number, time), image };
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
function decodeArguments(input: readonly string[], turn: Turn): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error'],
    ...input,
    ...[
      '-map',
      '0:v:0',
      ...decodeEveryFrame(...turnFilters(turn)),
      '-pix_fmt',
      'rgb24',
      '-c:v',
      'ppm',
      '-f',
      'image2pipe',
      'pipe:1',
    ],
  ];
}

function unreadable(file: string, reason: string, cause?: unknown): ResourceError {
  const plain = reason
    .replace(`file:${file}: `, '')
    .replace(/ exceeds specified max pixel count (\d+).*/, ' is beyond the limit of $1 pixels');
  return new ResourceError(`cannot read the video ${file}: ${plain}`, { cause });
}
