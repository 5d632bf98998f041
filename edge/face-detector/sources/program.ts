import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { messageOf, ResourceError } from '@vedette/core/errors';
import { lastWords } from './last-words.ts';

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
  /** What it said last on stderr, without addresses and passwords; empty if it said nothing. */
  readonly lastWords: string;
}

/** A program that writes to us. */
export interface RunningProgram {
  /** Its stdout; ends without an error where it was stopped. Not reading holds the program up. */
  readonly output: AsyncIterable<Buffer>;
  /** What it writes to its file descriptor 3, if anything; as `output`. */
  readonly notes: AsyncIterable<Buffer>;
  readonly ended: Promise<Ending>;
  /** Ends it if it still runs, and waits until it is gone. */
  stop(): Promise<void>;
}

/** The time to let go of a device; a CSI camera on a Jetson stays taken where gst-launch is killed outright. */
const STOP_MS = 2_000;

/**
 * Starts a program, which runs until it ends, `signal` aborts or it is stopped. No shell reads `args`.
 * Throws ResourceError where it is not installed or cannot be started.
 */
export async function startProgram(
  program: Program,
  args: readonly string[],
  signal: AbortSignal,
): Promise<RunningProgram> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const [, stdout, stderr, notes] = child.stdio as [null, Readable, Readable, Readable, undefined];
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw cannotStart(program, error);
  }
  let errors = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4_096);
  });
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? undefined, lastWords: lastWords(errors) }));
  });

  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });

  async function stop(): Promise<void> {
    // As Ctrl-C does: gst-launch does not clean up on SIGTERM, nor when it writes to a pipe that is closed.
    child.kill('SIGINT');
    stdout.resume(); // output that nobody reads would keep it from ending
    notes.resume();
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(timer);
    // A child of its own may live on and hold them open.
    stdout.destroy();
    stderr.destroy();
    notes.destroy();
    await ended;
  }
  const abort = () => void stop();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  void ended.then(() => signal.removeEventListener('abort', abort));
  return { output: readUntilStopped(stdout), notes: readUntilStopped(notes), ended, stop };
}

function cannotStart(program: Program, cause: unknown): ResourceError {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return notInstalled(program, cause);
  return new ResourceError(`cannot start ${program}: ${messageOf(cause)}`, { cause });
}

export function notInstalled(program: Program, cause: unknown): ResourceError {
  return new ResourceError(`${program} is not installed: apt-get install ${PACKAGES[program]}`, { cause });
}

async function* readUntilStopped(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream.iterator({ destroyOnReturn: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}
