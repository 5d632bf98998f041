import { messageOf, ResourceError, VedetteError } from '@vedette/core/errors';
import { Cleaner } from './cleaner.ts';
import { EntryIndex } from './entry-index.ts';
import { EntryWriter } from './entry-writer.ts';
import { lockFolder } from './lock.ts';
import { RecentPayloads } from './recent-payloads.ts';
import { recover } from './recover.ts';
import { Room } from './room.ts';
import { makeFolder } from './segment-files.ts';
import { Spool } from './spool.ts';
import { Writer } from './writer.ts';

const RECENT_BYTES = 8 << 20;

export interface SpoolOptions {
  readonly maxBytes: number;
  readonly reserveBytes: number;
  readonly segmentBytes: number;
  /** Of the payloads that came last and are kept in memory as well; 8 MiB unless given. */
  readonly recentBytes?: number;
}

/** Opens the spool of a folder, made if it is not there. Throws ResourceError while another process has it. */
export async function openSpool(folder: string, options: SpoolOptions): Promise<Spool> {
  const unlock = await takeFolder(folder);
  try {
    const index = new EntryIndex();
    const { nextSegment, nextSerial, doubles, ...recovery } = await recover(folder, index);
    // Segments must be small against the whole, since only whole ones give back their space.
    const segmentBytes = Math.min(options.segmentBytes, Math.floor(options.maxBytes / 8));
    const writer = new Writer({ folder, firstSegment: nextSegment, segmentBytes });
    const cleaner = new Cleaner({ folder, index, writer, segmentBytes });
    // One segment is left for the cleaner, which writes before it deletes.
    const maxBytes = options.maxBytes - segmentBytes;
    const room = new Room({ ...options, folder, maxBytes, usedBytes: () => index.diskBytes });
    await Promise.all(doubles.map((double) => cleaner.forget(double)));
    await cleaner.clean();
    const recent = new RecentPayloads(options.recentBytes ?? RECENT_BYTES);
    const entryWriter = new EntryWriter({ index, writer, room, recent, nextSerial });
    return new Spool({ folder, index, writer, entryWriter, cleaner, room, recent, recovery, unlock });
  } catch (error) {
    unlock();
    throw unusable(folder, error);
  }
}

async function takeFolder(folder: string): Promise<() => void> {
  try {
    await makeFolder(folder);
    return lockFolder(folder);
  } catch (error) {
    throw unusable(folder, error);
  }
}

function unusable(folder: string, error: unknown): VedetteError {
  if (error instanceof VedetteError) return error;
  return new ResourceError(`the spool cannot use the folder ${folder}: ${messageOf(error)}`, { cause: error });
}
