import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { openSpool } from './open-spool.testing.ts';
import { encodeCompletion, encodeEntry } from './record.ts';
import { metaOf } from './spool.testing.ts';

/** Opens like any file; reading from its beginning is an input/output error, as from a bad sector. */
const UNREADABLE = '/proc/self/mem';

const segmentsIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.segment'))
    .sort();

/** A spool of three segments with two entries each; something else comes in place of the first. */
async function withBadSegment(replace = (path: string) => symlinkSync(UNREADABLE, path)) {
  const folder = temporaryFolder();
  const spool = await openSpool(folder, { segmentBytes: 1_500 });
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await spool.append(metaOf(id), Buffer.alloc(1_000, id));
  const [first = '', second = ''] = segmentsIn(folder);
  rmSync(join(folder, first));
  replace(join(folder, first));
  return { folder, spool, first, second };
}

describe.skipIf(!existsSync(UNREADABLE))(`with a file that gives EIO (${UNREADABLE})`, () => {
  test('an entry on a bad sector is damaged, and the segments behind it are cleaned all the same', async () => {
    const { folder, spool, first, second } = await withBadSegment();
    await expect(spool.read('a')).rejects.toMatchObject({ reason: 'damaged' });
    expect(await spool.read('c')).toEqual(Buffer.alloc(1_000, 'c'));
    for (const id of ['b', 'c', 'd']) spool.complete(id);
    await eventually('the second segment is gone', () => !segmentsIn(folder).includes(second));
    expect(segmentsIn(folder)).toContain(first);
    spool.complete('a');
    await eventually('the bad one is gone', () => !segmentsIn(folder).includes(first));
  });

  test('it is put aside when the spool is opened, and the others are there', async () => {
    const { folder, spool, first } = await withBadSegment();
    await spool.close();
    const again = await openSpool(folder);
    expect(Array.from(again.entries(), ({ id }) => id)).toEqual(['c', 'd', 'e', 'f']);
    expect(again.recovery.damaged).toBe(1);
    expect(readdirSync(folder)).toContain(`${first}.unreadable`);
  });
});

test('a segment that cannot be cleaned does not keep those behind it', async () => {
  const { folder, spool, second } = await withBadSegment((path) => mkdirSync(path));
  for (const id of ['b', 'c', 'd']) spool.complete(id);
  await eventually('the second segment is gone', () => !segmentsIn(folder).includes(second));
  expect(spool.counts().failures).toBeGreaterThan(0);
});

test('records inside a payload whose own record is damaged take nothing from the others', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  await spool.append(metaOf('a'), Buffer.from('first'));
  await spool.append(metaOf('b'), Buffer.from('second'));
  const forged = [
    encodeCompletion(1),
    ...encodeEntry(2, metaOf('b'), Buffer.from('forged')).buffers,
    ...encodeEntry(0, metaOf('b'), Buffer.from('forged')).buffers,
    ...encodeEntry(2 ** 48 - 1, metaOf('c'), Buffer.from('forged')).buffers,
    Buffer.from('and the rest'),
  ];
  await spool.append(metaOf('hostile'), Buffer.concat(forged));
  await spool.close();
  const [name = ''] = segmentsIn(folder);
  truncateSync(join(folder, name), readFileSync(join(folder, name)).length - 5);
  const again = await openSpool(folder);
  expect(again.recovery.damaged).toBeGreaterThan(0);
  expect((await again.read('a'))?.toString()).toBe('first');
  expect((await again.read('b'))?.toString()).toBe('second');
  expect(await again.append(metaOf('later'), Buffer.from('fits'))).toBe('appended');
});
