import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Bytes that are under way before the sender is held up: what the queue of a small router holds. */
const QUEUE_BYTES = 64 * 1_024;
/** A slow link takes its bytes in packets. */
const PACKET_BYTES = 1_460;

export interface LaneTraits {
  readonly bytesPerSecond?: number | undefined;
  readonly delayMs?: number | undefined;
  /** Nothing gets through, and nobody is told. */
  readonly isHole?: boolean;
}

interface Packet {
  /** Undefined: the sender has said all. */
  readonly bytes: Buffer | undefined;
  readonly sentAt: number;
}

/** One direction of a connection through the fault proxy: what comes in goes out in order, as late as the link is slow. */
export class Lane {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #traits: () => LaneTraits;
  readonly #queue: Packet[] = [];
  #held = 0;
  #isRunning = false;
  #freeAt = 0;

  constructor(from: Socket, to: Socket, traits: () => LaneTraits) {
    this.#from = from;
    this.#to = to;
    this.#traits = traits;
    from.on('data', (chunk: Buffer) => this.#take(chunk));
    from.on('end', () => this.#enqueue(undefined));
  }

  /** The traits have changed. */
  wake(): void {
    if (!this.#isRunning) void this.#run();
  }

  #take(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; at += PACKET_BYTES) this.#enqueue(chunk.subarray(at, at + PACKET_BYTES));
    this.#held += chunk.length;
    if (this.#held > QUEUE_BYTES) this.#from.pause();
  }

  #enqueue(bytes: Buffer | undefined): void {
    this.#queue.push({ bytes, sentAt: performance.now() });
    this.wake();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (!this.#traits().isHole && !this.#to.destroyed) {
      const packet = this.#queue[0];
      if (!packet) break;
      await this.#untilDue(packet);
      if (this.#traits().isHole) break; // it stays, and comes through when the link is back, as TCP sends it again
      this.#queue.shift();
      await this.#deliver(packet);
    }
    this.#isRunning = false;
  }

  async #untilDue({ bytes, sentAt }: Packet): Promise<void> {
    const { bytesPerSecond = Number.POSITIVE_INFINITY, delayMs = 0 } = this.#traits();
    const now = performance.now();
    this.#freeAt = Math.max(this.#freeAt, now) + (1_000 * (bytes?.length ?? 0)) / bytesPerSecond;
    const dueAt = Math.max(sentAt + delayMs, this.#freeAt);
    if (dueAt > now + 1) await sleep(dueAt - now);
  }

  async #deliver({ bytes }: Packet): Promise<void> {
    if (bytes === undefined) {
      this.#to.end();
      return;
    }
    this.#held -= bytes.length;
    if (this.#held <= QUEUE_BYTES) this.#from.resume();
    if (!this.#to.write(bytes) && !this.#to.destroyed) {
      await Promise.race([once(this.#to, 'drain'), once(this.#to, 'close')]).catch(() => undefined);
    }
  }
}
