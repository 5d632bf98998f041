import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { ResourceError } from '@vedette/core/errors';
import type { OpenCvAnswer, OpenCvRequest } from '../messages.ts';
import type { Seat } from '../seat.ts';
import { PEER } from './load-native.ts';

/** OpenCV for Node, in a process of its own. */
export class NativeSeat implements Seat {
  readonly #child: ChildProcess;
  #settle: { resolve(answer: OpenCvAnswer): void; reject(error: Error): void } | undefined;
  #end: string | undefined;

  constructor() {
    this.#child = fork(script(), {
      execArgv: [],
      env: { ...process.env, NODE_OPTIONS: '' },
      serialization: 'advanced', // which takes bytes as they are
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'], // the library writes to stdout
    });
    this.#hold(false);
    this.#child.on('message', (answer) => {
      this.#hold(false);
      this.#settle?.resolve(answer as OpenCvAnswer);
    });
    this.#child.on('error', (error) => this.#over(error.message));
    this.#child.on('exit', (code, signal) => this.#over(signal ?? `exit code ${code}`));
  }

  async ask(request: OpenCvRequest): Promise<OpenCvAnswer> {
    if (this.#end !== undefined) throw this.#ended();
    this.#hold(true);
    const answered = new Promise<OpenCvAnswer>((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#child.send(request, (error) => error && this.#over(error.message));
    return answered;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return;
    const ended = once(this.#child, 'exit');
    this.#child.ref();
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** While it has nothing to do, it does not keep the process. */
  #hold(isBusy: boolean): void {
    const turn = isBusy ? 'ref' : 'unref';
    this.#child[turn]();
    this.#child.channel?.[turn]();
  }

  #over(why: string): void {
    this.#end ??= why;
    this.#settle?.reject(this.#ended());
  }

  #ended(): ResourceError {
    return new ResourceError(`the process of OpenCV ended: ${this.#end}`);
  }
}

/** Whether it seems to be built here; it may still not fit this machine. */
export function isNativeThere(): boolean {
  try {
    return createRequire(import.meta.url).resolve(PEER) !== '';
  } catch {
    return false;
  }
}

/** A process runs the build only, so its script is found as the package's export, wherever this file runs from. */
function script(): string {
  try {
    return createRequire(import.meta.url).resolve('@vedette/operations/opencv-process');
  } catch (error) {
    throw new ResourceError('the process of OpenCV is not built; run "npm run build"', { cause: error });
  }
}
