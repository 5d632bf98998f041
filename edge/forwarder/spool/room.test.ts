import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { SpoolFullError } from './index.ts';
import { openSpool } from './open-spool.testing.ts';
import { metaOf } from './spool.testing.ts';

function sizeOf(folder: string): number {
  const segments = readdirSync(folder).filter((name) => name.endsWith('.segment'));
  return segments.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

test('a full spool refuses, says so, and takes again when there is room', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder, { maxBytes: 16_000, segmentBytes: 16_000 });
  const ids: string[] = [];
  const fill = async () => {
    for (;;) {
      const id = `${ids.length}`;
      await spool.append(metaOf(id), Buffer.alloc(1_000));
      ids.push(id);
    }
  };
  await expect(fill()).rejects.toThrow(SpoolFullError);
  await expect(fill()).rejects.toThrow('the spool is full');
  expect(ids.length).toBeGreaterThan(10);
  expect(sizeOf(folder)).toBeLessThanOrEqual(16_000);
  for (const id of ids.slice(0, 5)) spool.complete(id);
  await eventually('there is room', async () => (await spool.lacksRoomFor(1_000)) === undefined);
  await spool.append(metaOf('late'), Buffer.alloc(1_000));
  expect(Array.from(spool.entries(), ({ id }) => id)).toEqual([...ids.slice(5), 'late']);
  expect(sizeOf(folder)).toBeLessThanOrEqual(16_000);
});

test('however many come at once, together they take no more than there is', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder, { maxBytes: 16_000 });
  const appends = Array.from({ length: 100 }, (_, i) => spool.append(metaOf(`${i}`), Buffer.alloc(1_000)));
  const results = await Promise.allSettled(appends);
  const refused = results.filter(({ status }) => status === 'rejected');
  for (const result of refused) expect(result).toMatchObject({ reason: expect.any(SpoolFullError) });
  expect(refused.length).toBe(100 - spool.counts().entries);
  expect(spool.counts().entries).toBeGreaterThan(10);
  expect(sizeOf(folder)).toBeLessThanOrEqual(14_000);
});

test('the free disk space asked for is left alone', async () => {
  const spool = await openSpool(temporaryFolder(), { reserveBytes: Number.MAX_SAFE_INTEGER });
  await expect(spool.append(metaOf('a'), Buffer.from('x'))).rejects.toThrow('the disk is full');
});
