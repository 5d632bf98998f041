import type { BadPicture } from './camera.ts';
import { JpegScanner } from './jpeg-scanner.ts';

/** A 4K picture at the best quality has about a quarter of it; beyond, the stream has lost its way. */
export const MAX_PICTURE_BYTES = 20 * 1024 * 1024;

/** More than the headers of a part have. */
const MAX_PREAMBLE_BYTES = 1_024;

const START = Buffer.from([0xff, 0xd8]);

export interface SplitJpeg {
  readonly data: Buffer;
  /** The last that stood between it and the picture before: the headers of its part, if it has any. */
  readonly preamble: Buffer;
}

/** Cuts a stream of JPEGs into pictures, whatever stands between them: multipart headers, padding, nothing. */
export class JpegSplitter {
  readonly #scanner = new JpegScanner();
  readonly #onBad: (reason: BadPicture) => void;
  readonly #maxBytes: number;
  /** The present picture as far as it came; undefined outside of one. */
  #parts: Buffer[] | undefined;
  #bytes = 0;
  #preamble = Buffer.alloc(0);

  constructor(onBad: (reason: BadPicture) => void, maxBytes = MAX_PICTURE_BYTES) {
    this.#onBad = onBad;
    this.#maxBytes = maxBytes;
  }

  /** The pictures that `chunk` completes, as copies. */
  push(chunk: Buffer): SplitJpeg[] {
    const pictures: SplitJpeg[] = [];
    let from = 0;
    for (;;) {
      const landmark = this.#scanner.next(chunk, from);
      this.#keep(chunk.subarray(from, landmark?.at));
      if (!landmark) return pictures;
      from = landmark.at;
      if (landmark.type === 'end') pictures.push(...this.#finish());
      else if (this.#parts) this.#drop('broken');
      if (landmark.type === 'start') this.#begin();
    }
  }

  #begin(): void {
    this.#parts = [START];
    this.#bytes = START.length;
  }

  #keep(part: Buffer): void {
    if (!this.#parts) {
      this.#preamble = Buffer.concat([this.#preamble, part.subarray(-MAX_PREAMBLE_BYTES)]).subarray(
        -MAX_PREAMBLE_BYTES,
      );
      return;
    }
    this.#parts.push(part);
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) this.#drop('too-large');
  }

  #finish(): SplitJpeg[] {
    const picture = this.#parts ? [{ data: Buffer.concat(this.#parts, this.#bytes), preamble: this.#preamble }] : [];
    this.#parts = undefined;
    this.#preamble = Buffer.alloc(0);
    return picture;
  }

  #drop(reason: BadPicture): void {
    // Behind a picture that was cut short, the headers of the next one were taken for its own bytes.
    this.#preamble = Buffer.concat(this.#parts ?? []).subarray(-MAX_PREAMBLE_BYTES);
    this.#parts = undefined;
    this.#onBad(reason);
  }
}
