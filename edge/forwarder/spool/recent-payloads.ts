/** The payloads that came last, up to a number of bytes: what is sent soon after it came is not read from disk for that. */
export class RecentPayloads {
  readonly #maxBytes: number;
  readonly #payloads = new Map<string, Buffer>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(id: string): Buffer | undefined {
    return this.#payloads.get(id);
  }

  set(id: string, payload: Buffer): void {
    this.delete(id);
    this.#payloads.set(id, payload);
    this.#bytes += payload.length;
    for (const [oldest] of this.#payloads) {
      if (this.#bytes <= this.#maxBytes) return;
      this.delete(oldest);
    }
  }

  delete(id: string): void {
    this.#bytes -= this.#payloads.get(id)?.length ?? 0;
    this.#payloads.delete(id);
  }
}
