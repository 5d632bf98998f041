import { AckRate } from './ack-rate.ts';
import { ByteRate } from './byte-rate.ts';
import { NetworkWindow } from './network-window.ts';

export interface PaceOptions {
  /** Most that may be on its way. */
  readonly windowBytes: number;
  /** Infinity: no limit. */
  readonly bytesPerSecond: number;
}

/** When the next message may go: what the link bears, and what it may cost. */
export class Pace {
  readonly #window: NetworkWindow;
  readonly #rate: ByteRate;
  readonly #ackRate = new AckRate();

  constructor({ windowBytes, bytesPerSecond }: PaceOptions) {
    this.#window = new NetworkWindow(windowBytes);
    this.#rate = new ByteRate(bytesPerSecond);
  }

  /** How long until the next message may go, in ms; Infinity: when something is acknowledged. */
  waitMs(now: number): number {
    return this.#window.isOpen ? this.#rate.waitMs(now) : Number.POSITIVE_INFINITY;
  }

  /** How long what is on its way should take at most, in ms; undefined until that can be told. */
  get expectedMs(): number | undefined {
    return this.#window.expectedMs;
  }

  sent(bytes: number, now: number): void {
    this.#window.sent(bytes);
    this.#rate.spend(bytes, now);
  }

  acknowledged(bytes: number, sentAt: number, now: number): void {
    this.#window.acknowledged(bytes, now - sentAt, now);
    this.#ackRate.acknowledged(bytes, now);
  }

  /** How long so many bytes take at the rate of late, in seconds; undefined until it can be told. */
  secondsFor(bytes: number, now: number): number | undefined {
    const perSecond = this.#ackRate.perSecond(now);
    return perSecond === undefined ? undefined : bytes / Math.max(perSecond, 1);
  }

  /** The link is a new one. */
  renew(): void {
    this.#window.renew();
    this.#ackRate.renew();
  }
}
