import { readFile, rename, truncate } from 'node:fs/promises';
import type { EntryIndex, IndexedEntry } from './entry-index.ts';
import { scanRecords } from './record.ts';
import { codeOf, listSegments, segmentFile } from './segment-files.ts';

/** What opening a spool found. */
export interface Recovery {
  /** Records that could not be read any more, each one payload or completion; a whole unreadable segment counts as one. */
  readonly damaged: number;
  /** Bytes at the ends of segments that are no whole record: of writes that were cut off, which nobody was promised. */
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
  /** Serials of entries that came behind damage. */
  readonly doubtful: Set<number>;
  /** Serial -> segment that holds its completion. */
  readonly completions: Map<number, number>;
  damaged: number;
  tornBytes: number;
}

/** Reads all segments of a folder into an empty index. Which record lies before which does not matter: serials do. */
export async function recover(folder: string, index: EntryIndex): Promise<Recovered> {
  const found: Found = { entries: new Map(), doubtful: new Set(), completions: new Map(), damaged: 0, tornBytes: 0 };
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
  const bytes = await readOrPutAside(path);
  if (!bytes) {
    found.damaged += 1;
    return;
  }
  index.grow(segment, bytes.length);
  // Behind damage, what looks like a record may be a part of a payload, made to look so: it must not undo another.
  let isSound = true;
  for (const record of scanRecords(bytes)) {
    if (record.kind === 'entry') {
      const { serial, meta, position, payloadBytes, payloadCrc, bytes: recordBytes } = record;
      if (!isSound && found.entries.has(serial)) continue;
      if (!isSound) found.doubtful.add(serial);
      else found.doubtful.delete(serial);
      // A copy in a later segment is where the cleaner moved the entry to before it was interrupted.
      found.entries.set(serial, { ...meta, serial, bytes: payloadBytes, segment, position, payloadCrc, recordBytes });
    } else if (record.kind === 'completion') {
      if (isSound) found.completions.set(record.serial, segment);
    } else if (record.kind === 'damaged') {
      found.damaged += 1;
      isSound = false;
    } else {
      found.tornBytes += record.bytes;
      await truncate(path, record.position);
      index.grow(segment, -record.bytes);
    }
  }
}

/** A segment's bytes. One that the medium does not give back gets another name, and the others are still sent. */
async function readOrPutAside(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) !== 'EIO') throw error;
    await rename(path, `${path}.unreadable`);
    return undefined;
  }
}

function fill(index: EntryIndex, { entries, doubtful, completions }: Found): IndexedEntry[] {
  const doubles: IndexedEntry[] = [];
  const rank = (serial: number) => (doubtful.has(serial) ? 1 : 0); // of two with one id, the one that is not stays
  const waiting = new Map<string, IndexedEntry>();
  for (const [serial, entry] of [...entries].sort(([a], [b]) => rank(a) - rank(b) || a - b)) {
    const completedIn = completions.get(serial);
    if (completedIn !== undefined) index.noteCompletion(serial, completedIn, entry.segment);
    else if (waiting.has(entry.id)) doubles.push(entry);
    else waiting.set(entry.id, entry);
  }
  const order = ({ order, serial }: IndexedEntry) => order ?? serial;
  for (const entry of [...waiting.values()].sort((a, b) => order(a) - order(b))) index.insert(entry);
  return doubles;
}
