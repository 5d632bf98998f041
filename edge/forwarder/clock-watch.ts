import { isClockSuspect, nowMicros } from '@vedette/core/message';
import type { Logger } from '@vedette/core/observe';

const EVERY_MS = 1_000;

/** Says, once each time, that this device's clock cannot be right, and that it was set. */
export class ClockWatch {
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #alarm: string | undefined;

  /** `onChange`: from then on, whenever `alarm` is another. */
  constructor(log: Logger, onChange: () => void) {
    this.#log = log;
    this.#look();
    this.#timer = setInterval(() => {
      if (this.#look()) onChange();
    }, EVERY_MS).unref();
  }

  /** What is the matter with the clock, for people. */
  get alarm(): string | undefined {
    return this.#alarm;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Whether it is another than before. */
  #look(): boolean {
    const isSuspect = isClockSuspect(nowMicros());
    if (isSuspect === (this.#alarm !== undefined)) return false;
    if (isSuspect) {
      const [day] = new Date().toISOString().split('T');
      this.#alarm = `this device's clock cannot be right, it says ${day}: what it captures until it is set has a wrong time`;
      this.#log.warn(this.#alarm);
    } else {
      this.#alarm = undefined;
      this.#log.info('the clock was set');
    }
    return true;
  }
}
