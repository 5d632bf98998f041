import { type Program, startProgram } from '../program.ts';
import { CameraAwayError } from './camera.ts';
import { type BadPicture, JpegSplitter } from './jpeg-splitter.ts';

/**
 * The JPEGs that a program writes to stdout, until it ends: then throws CameraAwayError with its last words.
 * Throws ResourceError where it is not installed.
 */
export async function* programPictures(
  program: Program,
  args: readonly string[],
  signal: AbortSignal,
  onBad: (reason: BadPicture) => void,
): AsyncGenerator<Buffer, never> {
  const running = await startProgram(program, args, signal);
  const splitter = new JpegSplitter(onBad);
  try {
    for await (const chunk of running.output) yield* splitter.push(chunk);
    const { code, lastWords } = await running.ended;
    if (code === 0 && !lastWords) throw new CameraAwayError('the stream ended');
    throw new CameraAwayError(lastWords || `${program} ended (exit code ${code ?? 'none'})`);
  } finally {
    await running.stop();
  }
}
