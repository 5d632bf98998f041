// The csv files of a run: a header, then integers.
import { readFileSync } from 'node:fs';

/** Rows of BigInts, without the header. */
export function readCsv(file) {
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split(',').map(BigInt));
}
