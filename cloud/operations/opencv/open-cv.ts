import { ResourceError } from '@vedette/core/errors';
import { settlesWithin } from '@vedette/core/run';
import type { OperationsConfig } from '../config.ts';
import { type Numbered, refusal } from '../numbered.ts';
import type { Pixels } from '../pixels.ts';
import type { TimeLimit } from '../time-limit.ts';
import type { OpenCvAnswer, OpenCvOperation, OpenCvRequest } from './messages.ts';
import { isNativeThere, NativeSeat } from './native/native-seat.ts';
import type { Seat } from './seat.ts';
import { WasmSeat } from './wasm/wasm-seat.ts';

/** So long it stays where nobody needs it: it holds 100 MB, and takes half a second to load. */
const IDLE_MS = 60_000;

/** OpenCV, as it can be had: it is loaded when it is needed, and asked one thing at a time. */
export class OpenCv {
  #kind: 'wasm' | 'native';
  readonly #mayFallBack: boolean;
  readonly #idleMs: number;
  #idle: NodeJS.Timeout | undefined;
  #seat: Seat | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(choice: OperationsConfig['openCv'], idleMs = IDLE_MS) {
    this.#idleMs = idleMs;
    this.#kind = choice === 'auto' ? (isNativeThere() ? 'native' : 'wasm') : choice;
    this.#mayFallBack = choice === 'auto';
  }

  /**
   * Takes RGB or gray pixels. Rejects with BadInputError (`operation`, `time`), and with ResourceError where OpenCV cannot be
   * had, or ended meanwhile; the same call may succeed later.
   */
  run(pixels: Pixels, step: Numbered, limit: TimeLimit): Promise<Pixels> {
    const mine = this.#last.then(() => this.#run(pixels, step, limit).finally(() => this.#rest()));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Whether it holds what it takes to answer at once. */
  get isLoaded(): boolean {
    return this.#seat !== undefined;
  }

  async close(): Promise<void> {
    await this.#leave();
  }

  async #run(pixels: Pixels, step: Numbered, limit: TimeLimit): Promise<Pixels> {
    const answer = await this.#ask({ pixels, operation: step.operation as OpenCvOperation }, limit);
    if ('pixels' in answer) return answer.pixels;
    await this.#leave(); // what is left behind in its memory nobody knows
    if ('fault' in answer) throw refusal(step, answer.fault);
    if (!this.#mayFallBack || this.#kind === 'wasm') throw new ResourceError(answer.absent);
    this.#kind = 'wasm';
    return this.#run(pixels, step, limit);
  }

  async #ask(request: OpenCvRequest, limit: TimeLimit): Promise<OpenCvAnswer> {
    clearTimeout(this.#idle);
    this.#seat ??= this.#kind === 'native' ? new NativeSeat() : new WasmSeat();
    const asked = this.#seat.ask(request);
    if (!(await settlesWithin(limit.msLeft(), asked))) {
      asked.catch(() => undefined); // that it was ended is no news
      await this.#leave();
      throw limit.exceeded();
    }
    return asked.catch(async (error) => {
      await this.#leave();
      throw error;
    });
  }

  /** Until it is asked again, or has not been for a while. */
  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#leave(), this.#idleMs).unref();
  }

  async #leave(): Promise<void> {
    clearTimeout(this.#idle);
    const seat = this.#seat;
    this.#seat = undefined;
    await seat?.end();
  }
}
