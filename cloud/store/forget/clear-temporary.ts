import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bucketError } from '../bucket/file-error.ts';
import { TEMPORARY } from '../bucket/key.ts';
import { prepareTemporary } from '../bucket/temporary-files.ts';

const FOLDER = 'file:';

/**
 * Clears what killed processes have left half written in a bucket's folder, which may be of what was erased; tells how many
 * files are left, of processes that run or that nothing can be known of. None on S3, whose unfinished uploads are its own.
 * Rejects with ResourceError.
 */
export async function clearTemporary(bucketUrl: string): Promise<number> {
  if (!bucketUrl.startsWith(FOLDER)) return 0;
  const folder = bucketUrl.slice(FOLDER.length);
  return bucketError(`cannot clear the bucket ${folder}`, () => {
    if (!existsSync(folder)) return 0;
    prepareTemporary(folder);
    return readdirSync(join(folder, TEMPORARY)).length;
  });
}
