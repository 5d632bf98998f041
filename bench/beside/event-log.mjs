// A log that kill -9 cannot shorten: one line an event, written at once. Times are CLOCK_MONOTONIC in ns, the same in each
// process of one machine.
import { existsSync, openSync, readFileSync, writeSync } from 'node:fs';

export const now = () => process.hrtime.bigint();

/** Opens the log and returns what adds a line of fields to it. */
export function openLog(file) {
  const fd = openSync(file, 'a');
  return (...fields) => writeSync(fd, `${fields.join(' ')}\n`);
}

/** The lines of a log as arrays of text; none where there is no log, and without the line that a kill cut off. */
export function readLog(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' '));
}
