import { constants, readFileSync, readlinkSync } from 'node:fs';

/** The bits of open(2)'s flags that say whether a file may be read, written or both. */
const ACCESS = constants.O_RDONLY | constants.O_WRONLY | constants.O_RDWR;

/**
 * Whether nohup(1) started this process at a terminal. Node gives SIGHUP back its default at its start, so that the system
 * does not tell any more; what tells is what nohup puts in the place of a terminal at stdin: `/dev/null`, for writing alone.
 */
export function isUnderNohup(): boolean {
  try {
    const [, flags = ''] = /^flags:\s*(\d+)$/m.exec(readFileSync('/proc/self/fdinfo/0', 'utf8')) ?? [];
    const isForWriting = (Number.parseInt(flags, 8) & ACCESS) === constants.O_WRONLY;
    return isForWriting && readlinkSync('/proc/self/fd/0') === '/dev/null';
  } catch {
    return false; // no stdin, or no /proc
  }
}
