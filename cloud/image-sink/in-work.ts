export interface Room {
  readonly messages: number;
  readonly bytes: number;
}

/** Messages in work at once: so many, of so many bytes unless it is one alone. */
export class InWork {
  readonly #room: Room;
  readonly #running = new Set<Promise<void>>();
  #bytes = 0;
  /** Lets the message that waits for room look again: one connection has no more than one. */
  #next: (() => void) | undefined;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Whether a message waits for room. */
  get isWaitedFor(): boolean {
    return this.#next !== undefined;
  }

  hasRoom(bytes: number): boolean {
    const { size } = this.#running;
    return size === 0 || (size < this.#room.messages && this.#bytes + bytes <= this.#room.bytes);
  }

  /** Resolves when there is more room than now; never for one that is passed over meanwhile. */
  moreRoom(): Promise<void> {
    return new Promise((resolve) => {
      this.#next = resolve;
    });
  }

  /** Whoever waits for room is not there any more. */
  passOver(): void {
    this.#next = undefined;
  }

  /** `work` never rejects. */
  add(bytes: number, work: Promise<void>): void {
    this.#bytes += bytes;
    const tracked = work.then(() => {
      this.#running.delete(tracked);
      this.#bytes -= bytes;
      const next = this.#next;
      this.#next = undefined;
      next?.();
    });
    this.#running.add(tracked);
  }

  /** Resolves when what is in work now is done. */
  async done(): Promise<void> {
    await Promise.all(this.#running);
  }
}
