import type { Bucket } from '../bucket/bucket.ts';
import { formatIndex, type PackedShot } from './pack-index.ts';
import { PACK_TYPE } from './pack-type.ts';
import { type IndexRead, indexIn, readIndex } from './read-index.ts';
import { BLOCK, blocksFor, readTarHeader, writeTarHeader } from './tar-header.ts';

type Target = Pick<Bucket, 'get' | 'update'>;

/**
 * Erases shots from a pack by the last segments of their keys: their files become one of zeros under a name that tells
 * nothing, and the index forgets them; all else stays where it is. A pack that nothing is left in is removed. Tells which
 * were there. Several may do that to a pack at once. Rejects as the bucket does.
 */
export async function blankInPack(
  bucket: Target,
  pack: string,
  names: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const isIn = ({ name }: PackedShot) => names.has(name);
  if (!(await readIndex(bucket, pack))?.index.shots.some(isIn)) return new Set();
  let doomed: readonly PackedShot[] = [];
  const isThere = await bucket.update(pack, { contentType: PACK_TYPE }, (bytes) => {
    const read = indexIn(bytes, pack);
    doomed = read?.index.shots.filter(isIn) ?? [];
    if (!read || doomed.length === 0) return 'as it is';
    return doomed.length === read.index.shots.length ? undefined : blanked(bytes, read, doomed);
  });
  return new Set(isThere ? doomed.map(({ name }) => name) : []);
}

/** A pack without some of its shots, in as many bytes. */
function blanked(pack: Buffer, { index, end }: IndexRead, doomed: readonly PackedShot[]): Buffer {
  for (const [i, shot] of doomed.entries()) blankFiles(pack, end, shot, index.erased + i);
  const left = index.shots.filter((shot) => !doomed.includes(shot));
  const erased = index.erased + doomed.length;
  const json = formatIndex({ ...index, erased, shots: left }, readTarHeader(pack)?.bytes);
  pack.write(json, BLOCK);
  return pack;
}

/** What a shot has in the pack is in one piece, since its files follow each other. Of a pack that was cut off, some is not there. */
function blankFiles(pack: Buffer, end: number, { body, description }: PackedShot, number: number): void {
  const [last, bytes] = description ?? body;
  const files = pack.subarray(end + body[0] - BLOCK, end + last + blocksFor(bytes)).fill(0);
  if (files.length < BLOCK) return;
  writeTarHeader(files, { name: `__erased__/${number}`, bytes: files.length - BLOCK }, 0);
}
