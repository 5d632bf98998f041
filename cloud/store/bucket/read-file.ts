import { open, readFile } from 'node:fs/promises';
import type { ByteRange } from './bucket.ts';
import { codeOf } from './file-error.ts';

/** The system's words for that there is no such file. */
export const NO_FILE: readonly (string | undefined)[] = ['ENOENT', 'ENOTDIR', 'EISDIR'];

/** A file, or a part of it, as far as it goes; undefined where there is none. Throws as the system does. */
export async function readIfThere(path: string, part?: ByteRange): Promise<Buffer | undefined> {
  try {
    return part ? await readPart(path, part) : await readFile(path);
  } catch (error) {
    if (NO_FILE.includes(codeOf(error))) return undefined;
    throw error;
  }
}

async function readPart(path: string, { from, bytes }: ByteRange): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.max(0, Math.min(bytes, size - from)));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
