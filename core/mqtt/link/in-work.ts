interface Taken {
  /** Undefined at QoS 0: nobody waits for an acknowledgement. */
  readonly messageId: number | undefined;
  isDone: boolean;
}

/**
 * Messages of one connection that are in work: so many at once, and acknowledged in the order they came, as MQTT asks
 * [MQTT-4.6.0-2]. mqtt.js by itself takes the next message when the one before is acknowledged.
 */
export class InWork {
  readonly #limit: number;
  readonly #send: (pubacks: Buffer) => void;
  readonly #taken: Taken[] = [];
  #takeNext: (() => void) | undefined;
  #isFlushing = false;

  constructor(limit: number, send: (pubacks: Buffer) => void) {
    this.#limit = limit;
    this.#send = send;
  }

  /** `takeNext` is called when there is room for another message. One whose work fails is never acknowledged. */
  take(messageId: number | undefined, work: Promise<void>, takeNext: () => void): void {
    const taken = { messageId, isDone: false };
    this.#taken.push(taken);
    this.#takeNext = takeNext;
    work.then(
      () => {
        taken.isDone = true;
        this.#flushSoon();
      },
      () => undefined, // whoever gave the work ends the connection
    );
    this.#goOn();
  }

  /** What is done at one moment is acknowledged in one write. */
  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    process.nextTick(() => {
      this.#isFlushing = false;
      this.#flush();
      this.#goOn();
    });
  }

  #flush(): void {
    const firstOpen = this.#taken.findIndex(({ isDone }) => !isDone);
    const done = this.#taken.splice(0, firstOpen === -1 ? this.#taken.length : firstOpen);
    const ids = done.map(({ messageId }) => messageId).filter((id) => id !== undefined);
    if (ids.length > 0) this.#send(Buffer.concat(ids.map(puback)));
  }

  #goOn(): void {
    if (this.#taken.length >= this.#limit) return;
    const takeNext = this.#takeNext;
    this.#takeNext = undefined;
    takeNext?.();
  }
}

/** PUBACK: packet type 4, two bytes to come, the packet identifier. */
function puback(messageId: number): Buffer {
  return Buffer.from([0x40, 2, messageId >> 8, messageId & 0xff]);
}
