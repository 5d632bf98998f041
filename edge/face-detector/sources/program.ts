import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { ResourceError } from '@vedette/core/errors';
import { redactUrls } from './redact-urls.ts';

/** The Debian packages that each program comes with. */
const PACKAGES = {
  ffmpeg: 'ffmpeg',
  ffprobe: 'ffmpeg',
  fswebcam: 'fswebcam',
  'gst-launch-1.0': 'gstreamer1.0-tools gstreamer1.0-plugins-good',
};

export type Program = keyof typeof PACKAGES;

/** How a program ended. */
interface Ending {
  /** Its exit code; undefined where a signal ended it. */
  readonly code: number | undefined;
  /** What it said last on stderr, without addresses; empty if it said nothing. */
  readonly lastWords: string;
}

/** A program that writes to us. */
export interface RunningProgram {
  /** Its stdout; ends without an error where it was stopped. Not reading holds the program up. */
  readonly output: AsyncIterable<Buffer>;
  readonly ended: Promise<Ending>;
  /** Ends it if it still runs, and waits until it is gone. */
  stop(): Promise<void>;
}

/** The time to let go of a device; a CSI camera on a Jetson stays taken where gst-launch is killed outright. */
const STOP_MS = 2_000;

/**
 * Starts a program, which runs until it ends, `signal` aborts or it is stopped. No shell reads `args`.
 * Throws ResourceError where it is not installed.
 */
export async function startProgram(
  program: Program,
  args: readonly string[],
  signal: AbortSignal,
): Promise<RunningProgram> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4_096);
  });
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? undefined, lastWords: lastLine(errors) }));
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw notInstalled(program, error);
  }

  async function stop(): Promise<void> {
    // Output that nobody reads would keep the program from ending, and 'close' from coming.
    child.stdout.destroy();
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
  }
  const abort = () => void stop();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  void ended.then(() => signal.removeEventListener('abort', abort));
  return { output: readUntilStopped(child.stdout), ended, stop };
}

export function notInstalled(program: Program, cause: unknown): ResourceError {
  return new ResourceError(`${program} is not installed: apt-get install ${PACKAGES[program]}`, { cause });
}

async function* readUntilStopped(stdout: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stdout;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}

/** ffmpeg names the part that speaks, `[mov,mp4 @ 0x55d0]`: of no use to a person. */
function lastLine(text: string): string {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  return redactUrls(line.replace(/^(\[[^\]]* @ 0x[0-9a-f]+\] )+/, '').trim());
}
