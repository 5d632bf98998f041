import type { RawImage } from '../frame.ts';

/** Longer than any header of ours: `P6\n99999 99999\n255\n`. */
const MAX_HEADER_BYTES = 32;

/** Cuts ffmpeg's stream of binary PPMs with 8 bits a channel into images; a last one that is not whole is left out. */
export async function* splitPpm(chunks: AsyncIterable<Buffer>): AsyncGenerator<RawImage> {
  let header = '';
  let image: RawImage | undefined;
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      if (!image) {
        header += String.fromCharCode(chunk.readUInt8(at));
        at += 1;
        image = beginImage(header);
        continue;
      }
      const taken = chunk.copy(image.data, filled, at);
      at += taken;
      filled += taken;
      if (filled < image.data.length) continue;
      yield image;
      header = '';
      image = undefined;
      filled = 0;
    }
  }
}

/** The image that a header announces, to be filled; undefined while the header is not whole. Throws where it is none. */
function beginImage(header: string): RawImage | undefined {
  const [, width, height] = /^P6\s(\d+)\s(\d+)\s255\s$/.exec(header) ?? [];
  if (width && height) {
    const size = { width: Number(width), height: Number(height) };
    return { type: 'rgb', data: Buffer.allocUnsafe(size.width * size.height * 3), ...size };
  }
  if (header.length > MAX_HEADER_BYTES) throw new Error(`this is no PPM: ${JSON.stringify(header)}`);
  return undefined;
}
