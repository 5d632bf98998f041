import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasPrograms, temporaryFolder } from '@vedette/core/testing';

/** Debian's libfaketime, for programs with threads; undefined where it is not installed. */
export const LIBFAKETIME = hasPrograms('faketime')
  ? readdirSync('/usr/lib')
      .map((folder) => join('/usr/lib', folder, 'faketime/libfaketimeMT.so.1'))
      .find((file) => existsSync(file))
  : undefined;

export interface SteppingClock {
  /** Environment of the processes that see it. */
  readonly env: Record<string, string>;
  /** Sets the clock so many seconds beside the true one; the monotonic one, as with settimeofday, goes on. */
  step(seconds: number): void;
}

export function steppingClock(seconds: number): SteppingClock {
  const file = join(temporaryFolder(), 'clock');
  function step(to: number): void {
    writeFileSync(`${file}.new`, `${to < 0 ? '' : '+'}${to}`);
    renameSync(`${file}.new`, file); // a process may read it at any moment
  }
  step(seconds);
  const env = {
    LD_PRELOAD: LIBFAKETIME ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  return { env, step };
}
