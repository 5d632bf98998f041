export interface Room {
  readonly messages: number;
  readonly bytes: number;
}

/** Messages in work at once: so many, of so many bytes unless it is one alone. */
export class InWork {
  readonly #room: Room;
  readonly #running = new Set<Promise<void>>();
  #bytes = 0;
  /** Let messages that wait for room look again: each connection has no more than one. */
  #waiting: (() => void)[] = [];

  constructor(room: Room) {
    this.#room = room;
  }

  /** Whether a message waits for room. */
  get isWaitedFor(): boolean {
    return this.#waiting.length > 0;
  }

  hasRoom(bytes: number): boolean {
    const { size } = this.#running;
    return size === 0 || (size < this.#room.messages && this.#bytes + bytes <= this.#room.bytes);
  }

  /** Resolves when there is more room than now; never for one that is passed over meanwhile. */
  moreRoom(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Whoever waits for room is not there any more. */
  passOver(): void {
    this.#waiting = [];
  }

  /** `work` never rejects. */
  add(bytes: number, work: Promise<void>): void {
    this.#bytes += bytes;
    const tracked = work.then(() => {
      this.#running.delete(tracked);
      this.#bytes -= bytes;
      for (const look of this.#waiting.splice(0)) look();
    });
    this.#running.add(tracked);
  }

  /** Resolves when what is in work now is done. */
  async done(): Promise<void> {
    await Promise.all(this.#running);
  }
}
