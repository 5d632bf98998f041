import { JpegScanner } from './jpeg-scanner.ts';

/** Why a picture of a stream was dropped; a counter's label. */
export type BadPicture = 'broken' | 'too-large';

/** A 4K picture at the best quality has about a quarter of it; beyond, the stream has lost its way. */
const MAX_BYTES = 20 * 1024 * 1024;

const START = Buffer.from([0xff, 0xd8]);

/** Cuts a stream of JPEGs into pictures, whatever stands between them: multipart headers, padding, nothing. */
export class JpegSplitter {
  readonly #scanner = new JpegScanner();
  readonly #onBad: (reason: BadPicture) => void;
  readonly #maxBytes: number;
  /** The present picture as far as it came; undefined outside of one. */
  #parts: Buffer[] | undefined;
  #bytes = 0;

  constructor(onBad: (reason: BadPicture) => void, maxBytes = MAX_BYTES) {
    this.#onBad = onBad;
    this.#maxBytes = maxBytes;
  }

  /** The pictures that `chunk` completes, as copies. */
  push(chunk: Buffer): Buffer[] {
    const pictures: Buffer[] = [];
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
    if (!this.#parts) return;
    this.#parts.push(part);
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) this.#drop('too-large');
  }

  #finish(): Buffer[] {
    const picture = this.#parts ? [Buffer.concat(this.#parts, this.#bytes)] : [];
    this.#parts = undefined;
    return picture;
  }

  #drop(reason: BadPicture): void {
    this.#parts = undefined;
    this.#onBad(reason);
  }
}
