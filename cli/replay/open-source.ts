import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ConfigError, messageOf, ResourceError } from '@vedette/core/errors';
import { openBucket } from '@vedette/store';
import { type ReadShot, readShots } from '../messages/read-shots.ts';
import { readArchive } from './read-archive.ts';

export interface Source {
  readonly shots: AsyncIterable<ReadShot>;
  /** Lets go of what is not read yet. */
  close(): void;
}

/** Opens a bucket, `file:PATH` with `?prefix=` behind it or not, or a dump: a file, or - for stdin. */
export async function openSource(source: string, prefix: string | undefined): Promise<Source> {
  if (/^[a-z0-9]+:/.test(source)) {
    const [url = '', own = ''] = source.split('?prefix=');
    const bucket = await openBucket(url, { create: false });
    return { shots: readArchive(bucket, prefix ?? own), close: () => undefined };
  }
  if (prefix !== undefined) throw new ConfigError(`--prefix is for a bucket, and ${source} is a dump`);
  if (source !== '-') await refuseFolder(source);
  const input = source === '-' ? process.stdin : createReadStream(source);
  return { shots: readShots(input), close: () => void input.destroy() };
}

async function refuseFolder(file: string): Promise<void> {
  const found = await stat(file).catch((error: unknown) => {
    throw new ResourceError(`cannot read the dump: ${messageOf(error)}`, { cause: error });
  });
  if (found.isDirectory()) throw new ConfigError(`${file} is a folder, not a dump; for a bucket give file:${file}`);
}
