import { readFile, truncate } from 'node:fs/promises';
import type { EntryIndex, IndexedEntry } from './entry-index.ts';
import { scanRecords } from './record.ts';
import { listSegments, segmentFile } from './segment-files.ts';

/** What opening a spool found. */
export interface Recovery {
  /** Records that could not be read any more; each is one payload or one completion lost. */
  readonly damaged: number;
  /** Bytes of writes that were cut off, which nobody was promised. */
  readonly tornBytes: number;
}

export interface Recovered extends Recovery {
  readonly nextSegment: number;
  readonly nextSerial: number;
  /** Entries whose id an older one has too: not in the index, to be completed. */
  readonly doubles: readonly IndexedEntry[];
}

interface Found {
  readonly entries: Map<number, IndexedEntry>;
  /** Serial -> segment that holds its completion. */
  readonly completions: Map<number, number>;
  damaged: number;
  tornBytes: number;
}

/** Reads all segments of a folder into an empty index. Which record lies before which does not matter: serials do. */
export async function recover(folder: string, index: EntryIndex): Promise<Recovered> {
  const found: Found = { entries: new Map(), completions: new Map(), damaged: 0, tornBytes: 0 };
  const segments = await listSegments(folder);
  for (const segment of segments) await readSegment(folder, segment, index, found);
  const doubles = fill(index, found);
  const serials = [...found.entries.keys(), ...found.completions.keys()];
  return {
    nextSegment: (segments.at(-1) ?? 0) + 1,
    nextSerial: serials.reduce((max, serial) => Math.max(max, serial), 0) + 1,
    doubles,
    damaged: found.damaged,
    tornBytes: found.tornBytes,
  };
}

async function readSegment(folder: string, segment: number, index: EntryIndex, found: Found): Promise<void> {
  const path = segmentFile(folder, segment);
  const bytes = await readFile(path);
  index.grow(segment, bytes.length);
  for (const record of scanRecords(bytes)) {
    if (record.kind === 'entry') {
      const { serial, meta, position, payloadBytes, payloadCrc, bytes: recordBytes } = record;
      // A copy in a later segment is where the cleaner moved the entry to before it was interrupted.
      found.entries.set(serial, { ...meta, serial, bytes: payloadBytes, segment, position, payloadCrc, recordBytes });
    } else if (record.kind === 'completion') {
      found.completions.set(record.serial, segment);
    } else if (record.kind === 'damaged') {
      found.damaged += 1;
    } else {
      found.tornBytes += record.bytes;
      await truncate(path, record.position);
      index.grow(segment, -record.bytes);
    }
  }
}

function fill(index: EntryIndex, { entries, completions }: Found): IndexedEntry[] {
  const doubles: IndexedEntry[] = [];
  for (const [serial, entry] of [...entries].sort(([a], [b]) => a - b)) {
    const completedIn = completions.get(serial);
    if (completedIn !== undefined) index.noteCompletion(serial, completedIn, entry.segment);
    else if (index.get(entry.id)) doubles.push(entry);
    else index.insert(entry);
  }
  return doubles;
}
