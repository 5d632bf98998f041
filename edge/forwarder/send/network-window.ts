import { RecentExtreme } from './recent-extreme.ts';

/** Growing begins here, on each new link. */
const FIRST_BYTES = 64 * 1_024;
/** However long the queue: without this much on its way, a link of some length would stand idle between two messages. */
const LEAST_BYTES = 16 * 1_024;
/** How long what is sent may wait in the queues of the network: the newest shot waits behind it. */
const QUEUE_MS = 200;
/** The shortest way seen is forgotten after one to two of these: a route may become longer for good. */
const BASE_FOR_MS = 30_000;

/**
 * How many bytes may be on their way to the broker: enough to fill the link, and no more than fills its queues for a
 * moment. What is sent later can still be chosen later, and the cloud sees what happens now. TCP alone would put
 * megabytes ahead of it, in the buffers between.
 *
 * As LEDBAT (RFC 6817): the delay of the PUBACKs beyond the shortest one seen is the time spent in queues. Below
 * `QUEUE_MS` the window grows, above it shrinks.
 */
export class NetworkWindow {
  readonly #maxBytes: number;
  #windowBytes = FIRST_BYTES;
  #sentBytes = 0;
  readonly #base = new RecentExtreme(Math.min, BASE_FOR_MS);
  /** Of the messages of late, the longest that one byte on its way took, in ms. */
  readonly #slowest = new RecentExtreme(Math.max, BASE_FOR_MS);
  /** When it shrank last, on this link. */
  #shrunkAt: number | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether another message may be sent: one always may. */
  get isOpen(): boolean {
    return this.#sentBytes === 0 || this.#sentBytes < this.#windowBytes;
  }

  get bytes(): number {
    return this.#windowBytes;
  }

  /** How long what is on its way should take at most, by what was seen; undefined where nothing was. */
  get expectedMs(): number | undefined {
    const slowest = this.#slowest.value;
    return slowest === undefined ? undefined : slowest * this.#sentBytes;
  }

  sent(bytes: number): void {
    this.#sentBytes += bytes;
  }

  /** The broker acknowledged a message that was sent `delayMs` ago. */
  acknowledged(bytes: number, delayMs: number, now: number): void {
    const wasFull = this.#sentBytes >= this.#windowBytes / 2;
    this.#slowest.note(delayMs / Math.max(this.#sentBytes, bytes), now);
    this.#sentBytes -= bytes;
    this.#base.note(delayMs, now);
    const baseMs = this.#base.value ?? delayMs;
    if (delayMs > baseMs + QUEUE_MS) this.#shrink(baseMs, delayMs, now);
    else if (wasFull) this.#grow(bytes, (delayMs - baseMs) / QUEUE_MS);
    this.#windowBytes = Math.max(LEAST_BYTES, Math.min(this.#maxBytes, this.#windowBytes));
  }

  /** Another link, and another network perhaps. */
  renew(): void {
    this.#windowBytes = FIRST_BYTES;
    this.#sentBytes = 0;
    this.#base.forget();
    this.#slowest.forget();
    this.#shrunkAt = undefined;
  }

  /** Doubles in a round trip until it was too large once, and then goes by one message; less, the longer the queue is. */
  #grow(bytes: number, queue: number): void {
    const share = this.#shrunkAt === undefined ? 1 : bytes / this.#windowBytes;
    this.#windowBytes += bytes * share * (1 - queue);
  }

  /** To what the link took in the time that a message should take; once in that time, for all that met one queue. */
  #shrink(baseMs: number, delayMs: number, now: number): void {
    const targetMs = baseMs + QUEUE_MS;
    if (this.#shrunkAt !== undefined && now - this.#shrunkAt < targetMs) return;
    this.#shrunkAt = now;
    this.#windowBytes *= targetMs / delayMs;
  }
}
