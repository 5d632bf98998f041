import { expect } from 'vitest';
import { imagesIn } from './bucket.ts';
import type { House } from './house.ts';
import { vedette } from './vedette.ts';

interface Row {
  readonly received?: number;
  readonly waiting?: number;
  readonly inBucket?: number;
}

/** What `vedette report` finds in edge and bucket: no gap, nothing on its way, and each object in the edge's books. */
export async function expectBooksClosed(house: House): Promise<void> {
  const { code, stdout, stderr } = await vedette(['report', '--json', '--since', '1970-01-01T00:00Z'], {
    cwd: house.cwd,
  }).exit;
  expect(code, `${stderr}\n${stdout}`).toBe(0);
  const rows: Row[] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const sum = (key: keyof Row) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
  const objects = imagesIn(house.bucket).length;
  const counted = { received: sum('received'), waiting: sum('waiting'), inBucket: sum('inBucket') };
  expect(counted, stdout).toEqual({ received: objects, waiting: 0, inBucket: objects });
}
