import { eventually } from '@vedette/core/testing';
import { expect } from 'vitest';
import { imagesIn } from './bucket.ts';
import type { House } from './house.ts';
import { vedette } from './vedette.ts';

interface Row {
  readonly received?: number;
  readonly waiting?: number;
  readonly inBucket?: number;
}

/**
 * What `vedette report` finds in edge and bucket: no gap, nothing on its way, and each object in the edge's books. What a
 * broker still had for the forwarder may take its way first.
 */
export async function expectBooksClosed(house: House): Promise<void> {
  let found = await readBooks(house);
  const isClosed = () => found.code === 0 && found.waiting === 0 && found.received === found.objects;
  const look = async () => {
    if (isClosed()) return true;
    found = await readBooks(house);
    return isClosed();
  };
  await eventually('the books close', look).catch(() => undefined); // what is wrong is told below
  const { code, said, objects, ...counted } = found;
  expect(code, said).toBe(0);
  expect(counted, said).toEqual({ received: objects, waiting: 0, inBucket: objects });
}

async function readBooks({ cwd, bucket }: House) {
  const since = ['--since', '1970-01-01T00:00Z'];
  const { code, stdout, stderr } = await vedette(['report', '--json', ...since], { cwd }).exit;
  const lines = stdout.split('\n').filter((line) => line !== '');
  const rows = lines.map((line): Row => JSON.parse(line));
  const sum = (key: keyof Row) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
  const counted = { received: sum('received'), waiting: sum('waiting'), inBucket: sum('inBucket') };
  return { code, said: `${stderr}\n${stdout}`, objects: imagesIn(bucket).length, ...counted };
}
