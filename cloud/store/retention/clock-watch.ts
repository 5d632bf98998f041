/** Beyond what a clock is set by when it is set right. */
const JUMP_MS = 300_000;

/** Notices when the system's clock was set, beside the one that runs on: a day that never was makes shots a day older. */
export class ClockWatch {
  #wall: number;
  #steady: number;

  /** `wall`: Date.now(), `steady`: performance.now(). */
  constructor(wall: number, steady: number) {
    this.#wall = wall;
    this.#steady = steady;
  }

  /** What is to be said of a jump since it was last asked; undefined where there was none. */
  look(wall: number, steady: number): string | undefined {
    const jump = wall - this.#wall - (steady - this.#steady);
    this.#wall = wall;
    this.#steady = steady;
    if (Math.abs(jump) < JUMP_MS) return undefined;
    const minutes = Math.round(Math.abs(jump) / 60_000);
    return `the clock of this machine was set ${jump > 0 ? 'forward' : 'back'} by ${minutes} minutes, or it slept`;
  }
}
