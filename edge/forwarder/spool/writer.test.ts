import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listSegments, segmentFile } from './segment-files.ts';
import { Writer } from './writer.ts';

function startWriter() {
  const folder = temporaryFolder();
  const writer = new Writer({ folder, firstSegment: 1, segmentBytes: 1 << 20 });
  onTestFinished(() => writer.close());
  const written: string[] = [];
  const write = (text: string) => writer.write([Buffer.from(text)], true, () => written.push(text));
  return { folder, written, write };
}

/** Syncs of files that go on when they are told to, or fail then. */
async function heldSyncs() {
  const file = await open(join(temporaryFolder(), 'any'), 'w');
  const { datasync } = file;
  const held: ((error?: Error) => void)[] = [];
  const spy = vi.spyOn(Object.getPrototypeOf(file), 'datasync').mockImplementation(async function (this: typeof file) {
    await new Promise<void>((resolve, reject) => held.push((error) => (error ? reject(error) : resolve())));
    await datasync.call(this);
  });
  await file.close();
  onTestFinished(() => spy.mockRestore());
  return { held, release: () => spy.mockRestore() };
}

test('what comes while a batch is synced is written meanwhile, and what comes behind it with the next', async () => {
  const { written, write } = startWriter();
  const { held, release } = await heldSyncs();
  const first = write('a');
  await eventually('the first is being synced', () => held.length === 1);
  const others = [write('b')];
  await eventually('the second is written', () => written.length === 2);
  others.push(write('c'), write('d'));
  held[0]?.();
  expect(await first).toEqual({ segment: 1, position: 0 });
  await eventually('the second is being synced', () => held.length === 2);
  await eventually('the others are written', () => written.length === 4);
  release();
  held[1]?.();
  expect(await Promise.all(others)).toEqual([1, 2, 3].map((position) => ({ segment: 1, position })));
});

test('a sync that fails takes what was written behind it along, and nothing of it stays', async () => {
  const { folder, written, write } = startWriter();
  const kept = await write('kept');
  const { held, release } = await heldSyncs();
  const failing = [expect(write('x')).rejects.toThrow('EIO')];
  await eventually('it is being synced', () => held.length === 1);
  failing.push(expect(write('y')).rejects.toThrow('EIO'));
  await eventually('the one behind it is written', () => written.length === 3);
  release();
  held[0]?.(new Error('EIO'));
  await Promise.all(failing);
  expect(await write('after')).toEqual({ segment: kept.segment + 1, position: 0 });
  expect(await contentsOf(folder)).toEqual(['kept', 'after']);
});

test('a sync that fails with nothing behind it is taken back at once', async () => {
  const { folder, write } = startWriter();
  const { held, release } = await heldSyncs();
  const failing = expect(write('x')).rejects.toThrow('EIO');
  await eventually('it is being synced', () => held.length === 1);
  release();
  held[0]?.(new Error('EIO'));
  await failing;
  await eventually('nothing of it is there', async () => (await contentsOf(folder)).join() === '');
  expect(await write('after')).toEqual({ segment: 1, position: 0 });
});

async function contentsOf(folder: string): Promise<string[]> {
  const segments = await listSegments(folder);
  return Promise.all(segments.map((segment) => readFile(segmentFile(folder, segment), 'utf8')));
}
