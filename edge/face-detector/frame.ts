/** One picture from a source, not yet decoded: most frames of a live camera never need to be. */
export interface Frame {
  /** What the source calls it: a file name, a frame number. */
  readonly ref: string;
  /** Capture time in µs since the epoch, UTC. */
  readonly at: number;
  readonly image: EncodedImage | RawImage;
}

/** JPEG, PNG, WebP, GIF or TIFF bytes as they came. */
export interface EncodedImage {
  readonly type: 'encoded';
  readonly data: Buffer;
}

/** Interleaved 8-bit RGB, upright. */
export interface RawImage {
  readonly type: 'rgb';
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}
