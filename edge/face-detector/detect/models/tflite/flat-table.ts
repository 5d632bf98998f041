import type { ByteBuffer } from 'flatbuffers';

/** A file that is no TensorFlow Lite model, or one that its own offsets contradict. */
export class BrokenFlatBufferError extends Error {
  override name = 'BrokenFlatBufferError';

  constructor(why: string) {
    super(`it is no TensorFlow Lite model: ${why}`);
  }
}

/**
 * One table of a FlatBuffer, its fields read by their number in the schema; a field that was left out has its default.
 * Every offset is checked, since the library itself reads beyond the end without a word.
 */
export class FlatTable {
  readonly #bytes: ByteBuffer;
  readonly #at: number;

  constructor(bytes: ByteBuffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#check(at, 4);
    this.#check(at - bytes.readInt32(at), 4);
  }

  static root(bytes: ByteBuffer): FlatTable {
    if (bytes.capacity() < 8) throw new BrokenFlatBufferError('it is too short');
    return new FlatTable(bytes, bytes.readUint32(0));
  }

  int8(field: number, missing = 0): number {
    const at = this.#find(field, 1);
    return at === undefined ? missing : this.#bytes.readInt8(at);
  }

  int32(field: number, missing = 0): number {
    const at = this.#find(field, 4);
    return at === undefined ? missing : this.#bytes.readInt32(at);
  }

  bool(field: number): boolean {
    return this.int8(field) !== 0;
  }

  text(field: number): string {
    return new TextDecoder().decode(this.bytes(field));
  }

  /** A vector of bytes, as a view. */
  bytes(field: number): Uint8Array {
    const { start, length } = this.#vector(field, 1);
    return this.#bytes.bytes().subarray(start, start + length);
  }

  int32s(field: number): number[] {
    const { start, length } = this.#vector(field, 4);
    return Array.from({ length }, (_, i) => this.#bytes.readInt32(start + 4 * i));
  }

  table(field: number): FlatTable | undefined {
    const at = this.#find(field, 4);
    return at === undefined ? undefined : new FlatTable(this.#bytes, at + this.#bytes.readUint32(at));
  }

  tables(field: number): FlatTable[] {
    const { start, length } = this.#vector(field, 4);
    return Array.from({ length }, (_, i) => {
      const at = start + 4 * i;
      return new FlatTable(this.#bytes, at + this.#bytes.readUint32(at));
    });
  }

  #find(field: number, size: number): number | undefined {
    const offset = this.#bytes.__offset(this.#at, 4 + 2 * field);
    if (offset === 0) return undefined;
    this.#check(this.#at + offset, size);
    return this.#at + offset;
  }

  #vector(field: number, elementSize: number): { start: number; length: number } {
    const at = this.#find(field, 4);
    if (at === undefined) return { start: 0, length: 0 };
    const vector = at + this.#bytes.readUint32(at);
    this.#check(vector, 4);
    const length = this.#bytes.readUint32(vector);
    this.#check(vector + 4, length * elementSize);
    return { start: vector + 4, length };
  }

  #check(at: number, size: number): void {
    if (at < 0 || at + size > this.#bytes.capacity()) throw new BrokenFlatBufferError('it points beyond its own end');
  }
}
