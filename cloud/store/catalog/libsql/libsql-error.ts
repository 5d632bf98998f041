import type { Fault } from './libsql-messages.ts';

const HINTS: Readonly<Record<string, string>> = {
  SQLITE_BUSY: 'another process has been writing to it for too long, or holds its lock',
  SQLITE_CANTOPEN: 'it cannot be opened; may this user write to its folder?',
  SQLITE_CORRUPT: 'it is damaged; put the file aside and run "vedette reindex"',
  SQLITE_FULL: 'the disk is full; free some space',
  SQLITE_IOERR: 'the disk fails, or its file system cannot share memory between processes, as one on the network',
  SQLITE_NOTADB: 'it is no database; name another file, or put this one aside and run "vedette reindex"',
  SQLITE_READONLY: 'it, or its folder, cannot be written to',
};

/** What libsql refuses. */
export class LibsqlError extends Error {
  override name = 'LibsqlError';
  readonly code: string;

  constructor({ message, code }: Fault) {
    super(message);
    this.code = code;
  }
}

/** What an error of libsql means to whoever runs this; extended codes, as SQLITE_IOERR_FSYNC, begin with the plain one. */
export function libsqlHint(error: unknown): string | undefined {
  if (!(error instanceof LibsqlError)) return undefined;
  return Object.entries(HINTS).find(([code]) => error.code.startsWith(code))?.[1];
}
