/** An uncompressed picture: row by row, 8 bits a channel. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** 1: gray, 3: RGB, 2 and 4: with alpha. */
  readonly channels: 1 | 2 | 3 | 4;
}
