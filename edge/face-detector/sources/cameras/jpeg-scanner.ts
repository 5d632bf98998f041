/** What stands at a place of the stream: `at` is the index behind it. `broken`: what began is no JPEG after all. */
export interface Landmark {
  readonly type: 'start' | 'end' | 'broken';
  readonly at: number;
}

type State =
  | 'outside'
  | 'outside-ff'
  | 'marker'
  | 'marker-ff'
  | 'length-high'
  | 'length-low'
  | 'segment'
  | 'scan'
  | 'scan-ff';

const FF = 0xff;
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;

/**
 * Finds where JPEGs begin and end in a stream, wherever its chunks are cut. It follows the lengths of the segments
 * (ITU-T T.81, annex B), so that the EOI of a thumbnail within EXIF does not end the picture around it.
 */
export class JpegScanner {
  #state: State = 'outside';
  #marker = 0;
  /** Bytes of the present segment still to come. */
  #left = 0;

  /** The next landmark in `chunk` from index `at` on; undefined where the chunk ends before it. */
  next(chunk: Buffer, at: number): Landmark | undefined {
    let index = at;
    while (index < chunk.length) {
      if (this.#state === 'outside' || this.#state === 'scan') {
        const ff = chunk.indexOf(FF, index);
        if (ff < 0) return undefined;
        this.#state = this.#state === 'scan' ? 'scan-ff' : 'outside-ff';
        index = ff + 1;
      } else if (this.#state === 'segment') {
        index += this.#skip(chunk.length - index);
      } else {
        const type = this.#take(chunk.readUInt8(index));
        index += 1;
        if (type) return { type, at: index };
      }
    }
    return undefined;
  }

  #skip(available: number): number {
    const skipped = Math.min(this.#left, available);
    this.#left -= skipped;
    if (this.#left === 0) this.#state = this.#marker === SOS ? 'scan' : 'marker';
    return skipped;
  }

  #take(byte: number): Landmark['type'] | undefined {
    switch (this.#state) {
      case 'outside-ff':
        if (byte === SOI) return this.#to('marker', 'start');
        return this.#to(byte === FF ? 'outside-ff' : 'outside');
      case 'scan-ff':
        // FF00 is a stuffed FF; restart markers stand alone between entropy-coded segments.
        if (byte === 0 || isRestart(byte)) return this.#to('scan');
        return this.#onMarker(byte);
      case 'marker':
        return byte === FF ? this.#to('marker-ff') : this.#to('outside', 'broken');
      case 'marker-ff':
        return this.#onMarker(byte);
      case 'length-high':
        this.#left = byte << 8;
        return this.#to('length-low');
      default:
        // The length counts its own two bytes.
        this.#left += byte - 2;
        return this.#left < 0 ? this.#to('outside', 'broken') : this.#to('segment');
    }
  }

  #onMarker(byte: number): Landmark['type'] | undefined {
    if (byte === FF) return undefined; // a fill byte
    if (byte === EOI) return this.#to('outside', 'end');
    if (byte === SOI) return this.#to('marker', 'start'); // the rest of the last picture was lost
    if (byte === 0) return this.#to('outside', 'broken');
    if (byte === TEM || isRestart(byte)) return this.#to('marker');
    this.#marker = byte;
    return this.#to('length-high');
  }

  #to(state: State, landmark?: Landmark['type']): Landmark['type'] | undefined {
    this.#state = state;
    return landmark;
  }
}

function isRestart(byte: number): boolean {
  return byte >= 0xd0 && byte <= 0xd7;
}
