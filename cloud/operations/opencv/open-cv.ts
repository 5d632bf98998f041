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

/** OpenCV, as it can be had: it is loaded when it is first needed, and asked one thing at a time. */
export class OpenCv {
  #kind: 'wasm' | 'native';
  readonly #mayFallBack: boolean;
  #seat: Seat | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(choice: OperationsConfig['openCv']) {
    this.#kind = choice === 'auto' ? (isNativeThere() ? 'native' : 'wasm') : choice;
    this.#mayFallBack = choice === 'auto';
  }

  /**
   * Takes RGB or gray pixels. Rejects with BadInputError (`operation`, `time`), and with ResourceError where OpenCV cannot be
   * had, or ended meanwhile; the same call may succeed later.
   */
  run(pixels: Pixels, step: Numbered, limit: TimeLimit): Promise<Pixels> {
    const mine = this.#last.then(() => this.#run(pixels, step, limit));
    this.#last = mine.catch(() => undefined);
    return mine;
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

  async #leave(): Promise<void> {
    const seat = this.#seat;
    this.#seat = undefined;
    await seat?.end();
  }
}
