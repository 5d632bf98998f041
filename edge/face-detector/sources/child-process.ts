import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { lastWords } from './last-words.ts';

/** How a process ended. */
interface Ending {
  /** Its exit code; undefined where a signal ended it. */
  readonly code: number | undefined;
  /** What it said last on stderr, without addresses and passwords; empty if it said nothing. */
  readonly lastWords: string;
}

/** A process that writes to us. */
export interface RunningProcess {
  /** Its stdout; ends without an error where it was stopped. Not reading holds the process up. */
  readonly output: AsyncIterable<Buffer>;
  /** What it writes to its file descriptor 3, where nothing comes between; as `output`. */
  readonly side: AsyncIterable<Buffer>;
  readonly ended: Promise<Ending>;
  /** Ends it if it still runs, and waits until it is gone. */
  stop(): Promise<void>;
}

/** The time to let go of a device; a CSI camera on a Jetson stays taken where gst-launch is killed outright. */
const STOP_MS = 2_000;

/** The time to end after an error that ends it. */
const GIVE_UP_MS = 1_000;

export interface ProcessOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** What it says on stderr when it is at its end: then it is stopped, should it not end by itself. */
  readonly fatal?: RegExp | undefined;
}

/**
 * Starts a process, which runs until it ends, `signal` aborts or it is stopped. No shell reads `args`.
 * Rejects with the system's error where it cannot be started.
 */
export async function startProcess(
  command: string,
  args: readonly string[],
  signal: AbortSignal,
  { environment = process.env, fatal }: ProcessOptions = {},
): Promise<RunningProcess> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env: environment });
  const [, stdout, stderr, side] = child.stdio as [null, Readable, Readable, Readable, undefined];
  await once(child, 'spawn');
  let errors = '';
  let givingUp: NodeJS.Timeout | undefined;
  stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4_096);
    if (fatal?.test(errors)) givingUp ??= setTimeout(abort, GIVE_UP_MS);
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
    // Output that nobody reads would keep it from ending.
    stdout.resume();
    side.resume();
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(timer);
    // A child of its own may live on and hold them open.
    for (const stream of [stdout, stderr, side]) stream.destroy();
    await ended;
  }
  const abort = () => void stop();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  void ended.then(() => {
    clearTimeout(givingUp);
    signal.removeEventListener('abort', abort);
  });
  return { output: readUntilStopped(stdout), side: readUntilStopped(side), ended, stop };
}

async function* readUntilStopped(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream.iterator({ destroyOnReturn: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}

/** Reads what is of no use, so that it holds nobody up. */
export async function discard(output: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of output);
}
