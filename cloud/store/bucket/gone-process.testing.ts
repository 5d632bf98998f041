import { basename } from 'node:path';
import { temporaryNames } from './temporary-files.ts';

/** No system counts so far. */
const NOBODY = 999_999_999;

/** What a process that is gone would have called a file in the making; another one for each number. */
export function nameOfGone(number: number): string {
  const ours = basename(temporaryNames('')());
  return ours.replace(`~${process.pid} `, `~${NOBODY} `).replace(/[^~]*$/, String(number));
}
