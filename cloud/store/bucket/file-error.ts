import { BadInputError, messageOf, ResourceError, VedetteError } from '@vedette/core/errors';

const HINTS: Record<string, string> = {
  ENOSPC: 'free some space',
  EDQUOT: 'the quota is spent',
  EACCES: 'give this user the right to write there',
  EPERM: 'its file system refuses it, or has no hard links',
  EROFS: 'it is mounted read-only',
  ENOENT: 'was the folder removed, its disk unmounted, or its .tmp cleared?',
  ENOTDIR: 'a file stands where a folder should',
  EXDEV: 'a bucket must be on one file system',
};

/** An error as it crosses threads, which keep neither its class nor what the class added. */
export interface Fault {
  readonly message: string;
  /** Of the system call that failed. */
  readonly code?: string | undefined;
  /** Why a key was refused. */
  readonly reason?: string;
}

/** The code of a failed system call, such as ENOENT. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && 'syscall' in error ? String(error.code) : undefined;
}

/** Does `work`; what the system refuses becomes a ResourceError that says what could not be done and what to do. */
export async function bucketError<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VedetteError || codeOf(error) === undefined) throw error;
    throw errorOf(what, faultOf(error), error);
  }
}

export function faultOf(error: unknown): Fault {
  const reason = error instanceof BadInputError ? { reason: error.reason } : {};
  return { message: messageOf(error), code: codeOf(error), ...reason };
}

/** What `faultOf` was made of, as `bucketError` would have thrown it. */
export function errorOf(what: string, { message, code, reason }: Fault, cause?: unknown): Error {
  if (reason !== undefined) return new BadInputError(reason, message);
  if (code === undefined) return new Error(message, { cause });
  const hint = HINTS[code];
  return new ResourceError(`${what}: ${message}${hint ? ` (${hint})` : ''}`, { cause });
}
