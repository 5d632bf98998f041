import { discard, type RunningProcess } from '../child-process.ts';
import { readFrameTimes } from '../frame-times.ts';
import { type Program, startProgram } from '../program.ts';
import { CameraAwayError, type CameraEvents, type Picture } from './camera.ts';
import { JpegSplitter } from './jpeg-splitter.ts';
import { splitSmjpeg } from './smjpeg-splitter.ts';

/** How the output of a program becomes pictures. */
export type Cut = (running: RunningProcess, events: Pick<CameraEvents, 'onBad'>) => AsyncIterable<Picture>;

/**
 * The pictures that a program writes, until it ends: then throws CameraAwayError with its last words.
 * Throws ResourceError where it is not installed.
 */
export async function* programPictures(
  program: Program,
  args: readonly string[],
  cut: Cut,
  signal: AbortSignal,
  events: CameraEvents,
): AsyncGenerator<Picture, never> {
  const running = await startProgram(program, args, signal);
  try {
    yield* cut(running, events);
    const { code, lastWords } = await running.ended;
    if (code === 0 && !lastWords) throw new CameraAwayError('the stream ended');
    throw new CameraAwayError(lastWords || `${program} ended (exit code ${code ?? 'none'})`);
  } finally {
    await running.stop();
  }
}

/** JPEGs that ffmpeg passes through in SMJPEG, with their times. */
export const cutSmjpeg: Cut = ({ output }, events) => splitSmjpeg(output, events);

/** JPEGs that ffmpeg encodes, with times beside them: `decodeEveryFrame`. */
export async function* cutTimed({ output, side }: RunningProcess, events: Pick<CameraEvents, 'onBad'>) {
  const times = readFrameTimes(side);
  for await (const picture of splitJpegs(output, events)) {
    const { value: micros } = await times.next();
    yield (micros === undefined ? picture : { ...picture, stampMs: Math.floor(micros / 1_000) }) satisfies Picture;
  }
}

/** JPEGs alone, from a program that may write text to stdout. */
export const cutSide: Cut = ({ output, side }, events) => {
  void discard(output);
  return splitJpegs(side, events);
};

async function* splitJpegs(chunks: AsyncIterable<Buffer>, { onBad }: Pick<CameraEvents, 'onBad'>) {
  const splitter = new JpegSplitter(onBad);
  for await (const chunk of chunks) {
    for (const { data } of splitter.push(chunk)) yield { image: { type: 'encoded', data } } satisfies Picture;
  }
}
