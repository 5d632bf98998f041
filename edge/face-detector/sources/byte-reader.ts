/** Takes runs of bytes of known lengths from a stream of chunks. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `length` bytes as a copy; undefined where the stream ends before them. */
  async read(length: number): Promise<Buffer | undefined> {
    const data = Buffer.allocUnsafe(length);
    let filled = 0;
    const isWhole = await this.#take(length, (part) => {
      filled += part.copy(data, filled);
    });
    return isWhole ? data : undefined;
  }

  /** Whether there were as many. */
  skip(length: number): Promise<boolean> {
    return this.#take(length, () => {});
  }

  async #take(length: number, use: (part: Buffer) => void): Promise<boolean> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done) return false;
        this.#rest = value;
      }
      const part = this.#rest.subarray(0, left);
      use(part);
      left -= part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
    return true;
  }
}
