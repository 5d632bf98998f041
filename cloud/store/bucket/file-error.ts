import { messageOf, ResourceError, VedetteError } from '@vedette/core/errors';

const HINTS: Record<string, string> = {
  ENOSPC: 'free some space',
  EDQUOT: 'the quota is spent',
  EACCES: 'give this user the right to write there',
  EPERM: 'its file system refuses it, or has no hard links',
  EROFS: 'it is mounted read-only',
  ENOENT: 'was the folder removed, or its disk unmounted?',
  ENOTDIR: 'a file stands where a folder should',
  EXDEV: 'a bucket must be on one file system',
};

/** The code of a failed system call, such as ENOENT. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && 'syscall' in error ? String(error.code) : undefined;
}

/** Does `work`; what the system refuses becomes a ResourceError that says what could not be done and what to do. */
export async function bucketError<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof VedetteError || code === undefined) throw error;
    const hint = HINTS[code];
    throw new ResourceError(`${what}: ${messageOf(error)}${hint ? ` (${hint})` : ''}`, { cause: error });
  }
}
