import { appendFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@vedette/core/testing';
import { openSpool } from './index.ts';
import { metaOf } from './spool.testing.ts';

/** A process that lives through a full disk with a spool on it, and says on stdout as JSON how that was. */
const [folder = '', segmentBytes = ''] = process.argv.slice(2);
const options = { maxBytes: 1 << 30, reserveBytes: 0, segmentBytes: Number(segmentBytes) };
const filler = join(folder, 'of-another-program');
const payload = Buffer.alloc(20_000, 'x');

function fillTheDisk(): void {
  for (let bytes = 1 << 16; bytes > 0; ) {
    try {
      appendFileSync(filler, Buffer.alloc(bytes));
    } catch {
      bytes >>= 1;
    }
  }
}

function append(ids: readonly string[]): Promise<PromiseSettledResult<unknown>[]> {
  return Promise.allSettled(ids.map((id) => spool.append(metaOf(id), payload)));
}

function segmentSizes(): number[] {
  const names = readdirSync(join(folder, 'spool')).filter((file) => file.endsWith('.segment'));
  return names.map((file) => statSync(join(folder, 'spool', file)).size);
}

const name = (what: string) => (_: unknown, i: number) => `${what}-${i}`;
let spool = await openSpool(join(folder, 'spool'), options);
await append(Array.from({ length: 50 }, name('early')));
fillTheDisk();
for (const { id } of [...spool.entries()]) spool.complete(id);
await eventually('all files are deleted', () => spool.counts().diskBytes === 0);
const sizesLeft = segmentSizes();

// More than what was given back: some do not fit, all of which come as one write.
const results = await append(Array.from({ length: 100 }, name('late')));
const kept = Array.from(spool.entries(), ({ id }) => id);
fillTheDisk();
for (let i = 0; i < 10; i++) await append([`never-${i}`]);
const emptyFiles = segmentSizes().filter((size) => size === 0).length;
rmSync(filler);
const [afterwards] = await append(['afterwards']);
await spool.close();
spool = await openSpool(join(folder, 'spool'), options);
const keptOnDisk = Array.from(spool.entries(), ({ id }) => id);
await spool.close();
const refused = results.filter(({ status }) => status === 'rejected').length;
console.log(JSON.stringify({ sizesLeft, refused, kept, emptyFiles, afterwards: afterwards?.status, keptOnDisk }));
