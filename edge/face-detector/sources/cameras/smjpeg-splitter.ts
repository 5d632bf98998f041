import { ByteReader } from '../byte-reader.ts';
import type { CameraEvents, Picture } from './camera.ts';
import { MAX_PICTURE_BYTES } from './jpeg-splitter.ts';

const SOI = 0xffd8;

/**
 * Cuts ffmpeg's SMJPEG into pictures: the one container of it that gives each picture at once, as the camera made it, with
 * its length and its time stamp (32 bits of ms). A last picture that is not whole is left out.
 *
 * Loki's SMJPEG.txt: magic, version, duration; header chunks up to `HEND`; then for each picture `vidD`, its time, its
 * length and its bytes, all numbers big-endian; `DONE` at the end.
 */
export async function* splitSmjpeg(
  chunks: AsyncIterable<Buffer>,
  { onBad }: Pick<CameraEvents, 'onBad'>,
  maxBytes = MAX_PICTURE_BYTES,
): AsyncGenerator<Picture> {
  const reader = new ByteReader(chunks);
  if (!(await skipHeader(reader))) return;
  for (;;) {
    const head = await reader.read(12);
    if (head?.toString('latin1', 0, 4) !== 'vidD') return;
    const length = head.readUInt32BE(8);
    if (length > maxBytes) {
      onBad('too-large');
      if (!(await reader.skip(length))) return;
      continue;
    }
    const data = await reader.read(length);
    if (!data) return;
    if (length > 2 && data.readUInt16BE(0) === SOI) {
      yield { image: { type: 'encoded', data }, stampMs: head.readUInt32BE(4) };
    } else onBad('broken');
  }
}

/** Whether there is a whole one. Throws where the stream is another. */
async function skipHeader(reader: ByteReader): Promise<boolean> {
  const magic = await reader.read(16);
  if (!magic) return false;
  if (magic.toString('latin1', 0, 8) !== '\0\nSMJPEG') throw new Error(`this is no SMJPEG: ${magic.toString('hex')}`);
  for (;;) {
    const tag = await reader.read(4);
    if (!tag) return false;
    if (tag.toString('latin1') === 'HEND') return true;
    const length = await reader.read(4);
    if (!length || !(await reader.skip(length.readUInt32BE(0)))) return false;
  }
}
