import { open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolders } from '@vedette/core/run';

const NAME = /^(\d{10})\.segment$/;

export function segmentFile(folder: string, segment: number): string {
  return join(folder, `${String(segment).padStart(10, '0')}.segment`);
}

/** Numbers of the segments in a folder, oldest first. */
export async function listSegments(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** Makes a folder, parents too, so that it is still there after a power cut. */
export async function makeFolder(folder: string): Promise<void> {
  const first = makeFolders(folder);
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** A file that was created or deleted is only surely so once its folder is synced. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function deleteSegment(folder: string, segment: number): Promise<void> {
  await rm(segmentFile(folder, segment), { force: true }); // it may be gone, and the folder not synced
  await syncFolder(folder);
}

/** The system's name for what went wrong, `ENOENT` for one; undefined for any other error. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
