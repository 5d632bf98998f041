/** What has not changed is said again after this long: that nothing came meanwhile is news to whoever waits for it. */
const REPEAT_MS = 120_000;

/** How often something is said, each in ms. */
export interface Rhythm {
  /** Where it has changed. */
  readonly everyMs: number;
  /** From a connect on. */
  readonly afterConnectMs: number;
  /** However often the link comes and goes. */
  readonly atMostEveryMs: number;
}

export interface TellingOptions {
  readonly rhythm: Rhythm;
  /** Another number than before where there is something new. */
  changes(): number;
  say(): void;
}

/** Says what changes to one broker, now and then. */
export class Telling {
  readonly #options: TellingOptions;
  readonly #interval: NodeJS.Timeout;
  #soon: NodeJS.Timeout | undefined;
  #said = -1;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(options: TellingOptions) {
    this.#options = options;
    this.#interval = setInterval(() => this.#sayNews(), options.rhythm.everyMs).unref();
  }

  /** The broker may have forgotten what it was told. */
  soon(): void {
    const { afterConnectMs, atMostEveryMs } = this.#options.rhythm;
    const waitMs = Math.max(afterConnectMs, this.#saidAt + atMostEveryMs - performance.now());
    this.#soon ??= setTimeout(() => this.#say(), waitMs).unref();
  }

  close(): void {
    clearInterval(this.#interval);
    clearTimeout(this.#soon);
  }

  #sayNews(): void {
    const isNews = this.#options.changes() !== this.#said;
    if (isNews || performance.now() - this.#saidAt >= REPEAT_MS) this.#say();
  }

  #say(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#said = this.#options.changes();
    this.#saidAt = performance.now();
    this.#options.say();
  }
}
