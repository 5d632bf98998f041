import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { BadInputError } from '@vedette/core/errors';
import type { IndexedEntry } from './entry-index.ts';
import { codeOf, segmentFile } from './segment-files.ts';

/** The segment is gone, or the medium does not give it back. */
const LOST = new Set<unknown>(['ENOENT', 'EIO']);

/** Reads an entry's payload back. Rejects with BadInputError `damaged` if it is not what was written. */
export async function readEntry(folder: string, entry: IndexedEntry): Promise<Buffer> {
  const { segment, position } = entry;
  try {
    const payload = await readAt(segmentFile(folder, segment), position, entry.bytes);
    if (crc32(payload) === entry.payloadCrc) return payload;
  } catch (error) {
    // Moved by the cleaner between looking up and opening: it lies elsewhere now.
    if (entry.segment !== segment) return readEntry(folder, entry);
    if (!LOST.has(codeOf(error))) throw error;
  }
  throw new BadInputError('damaged', `the spooled ${entry.id} is damaged on disk`);
}

async function readAt(path: string, position: number, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const payload = Buffer.allocUnsafe(bytes);
    const { bytesRead } = await file.read(payload, 0, bytes, position);
    return payload.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
