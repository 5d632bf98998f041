import type { Bucket, ByteRange } from '../bucket/bucket.ts';
import type { PackPart } from './find-part.ts';
import { BLOCK, readTarHeader } from './tar-header.ts';

/**
 * A file in a pack, or a range of its bytes; undefined where the pack has another one there, or none: its index may have changed
 * since it was read. What tells is the file's own header, which lies before it and comes with it.
 */
export async function getPart(
  bucket: Pick<Bucket, 'get'>,
  pack: string,
  { name, from, bytes }: PackPart,
  range: ByteRange = { from: 0, bytes },
): Promise<Buffer | undefined> {
  const begin = Math.min(range.from, bytes);
  const end = Math.min(begin + range.bytes, bytes);
  const file = await bucket.get(pack, { from: from - BLOCK, bytes: BLOCK + end });
  const header = file && readTarHeader(file.subarray(0, BLOCK));
  const isIt = header?.name === name && header.bytes === bytes && file?.length === BLOCK + end;
  return isIt ? file?.subarray(BLOCK + begin) : undefined;
}
