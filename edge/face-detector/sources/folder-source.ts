import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { Frame } from '../frame.ts';
import { byName } from './natural-order.ts';
import type { Source, SourceEvents } from './source.ts';

/** Files that are clearly no pictures. Whatever else does not decode is told, not skipped: it may be a picture with a wrong name. */
const SKIPPED = new Set(
  (
    'json jsonl txt md csv tsv xml yaml yml html htm js css log pdf doc docx xls xlsx db sqlite ini cfg toml sh py ' +
    'zip gz tar tgz bz2 xz 7z rar mp4 m4v mov avi mkv webm mpg mpeg ts mp3 wav m4a flac onnx tflite pt npy npz'
  )
    .split(' ')
    .map((extension) => `.${extension}`),
);

const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** Every picture of a folder and the folders below, in the natural order of their names; symbolic links to folders are not followed. */
export function folderSource(folder: string): Source {
  return {
    finite: true,
    async *frames(signal, events) {
      await checkFolder(folder);
      let found = false;
      for await (const ref of walk(folder, '', events)) {
        if (signal.aborted) return;
        found = true;
        const frame = await readFrame(folder, ref, events);
        if (frame) yield frame;
      }
      if (!found) throw new ResourceError(`there are no pictures in the folder ${folder}`);
    },
  };
}

async function checkFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch((error) => {
    const missing = 'code' in error && error.code === 'ENOENT';
    throw new ResourceError(missing ? `no such folder: ${folder}` : messageOf(error), { cause: error });
  });
  if (!stats.isDirectory()) throw new ResourceError(`${folder} is a file, not a folder`);
}

/** Paths relative to `root` of what may be pictures. */
async function* walk(root: string, below: string, events: SourceEvents): AsyncGenerator<string> {
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch((error) => {
    events.onBadInput?.(below || '.', 'unreadable', messageOf(error));
    return [];
  });
  for (const entry of entries.sort((a, b) => byName(a.name, b.name))) {
    const path = join(below, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) yield* walk(root, path, events);
    else if (!SKIPPED.has(extname(entry.name).toLowerCase())) yield path;
  }
}

/** The file as a frame; undefined, and told, where it cannot be one. */
async function readFrame(folder: string, ref: string, events: SourceEvents): Promise<Frame | undefined> {
  const file = join(folder, ref);
  try {
    const stats = await stat(file);
    const fault = faultOf(stats);
    if (!fault) return { ref, at: capturedAt(stats), image: { type: 'encoded', data: await readFile(file) } };
    events.onBadInput?.(ref, ...fault);
  } catch (error) {
    events.onBadInput?.(ref, 'unreadable', messageOf(error));
  }
  return undefined;
}

function faultOf(stats: Stats): [reason: string, detail: string] | undefined {
  if (!stats.isFile()) return ['unreadable', 'it is no regular file'];
  if (stats.size === 0) return ['empty', 'it has no bytes'];
  if (stats.size > MAX_FILE_BYTES) return ['too-large', `it has ${stats.size} bytes; ${MAX_FILE_BYTES} are the most`];
  return undefined;
}

/**
 * µs since the epoch: the time of the file. EXIF's DateTimeOriginal would be nearer where there is one, but it is local
 * time of an unknown zone: hours off for most, and off by another amount for the next file.
 */
function capturedAt(stats: Stats): number {
  return Math.round(stats.mtimeMs * 1_000);
}
