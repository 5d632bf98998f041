import { readFile } from 'node:fs/promises';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { listSegments, segmentFile } from './segment-files.ts';
import { holdFiles } from './spool.testing.ts';
import { Writer } from './writer.ts';

function startWriter() {
  const folder = temporaryFolder();
  const writer = new Writer({ folder, firstSegment: 1, segmentBytes: 1 << 20 });
  onTestFinished(() => writer.close());
  return { folder, write: (text: string, durable = true) => writer.write([Buffer.from(text)], durable) };
}

async function contentsOf(folder: string): Promise<string[]> {
  const segments = await listSegments(folder);
  return Promise.all(segments.map((segment) => readFile(segmentFile(folder, segment), 'utf8')));
}

test('what comes while a batch is synced goes with the next', async () => {
  const { write } = startWriter();
  const { held, release } = await holdFiles('datasync');
  const first = write('a');
  await eventually('the first is being synced', () => held.length === 1);
  const others = [write('b'), write('c')];
  held[0]?.();
  expect(await first).toEqual({ segment: 1, position: 0 });
  await eventually('the others are being synced', () => held.length === 2);
  release();
  held[1]?.();
  expect(await Promise.all(others)).toEqual([1, 2].map((position) => ({ segment: 1, position })));
});

test('what need not be durable goes with what must, or by itself after a while', async () => {
  const { write } = startWriter();
  const { held, release } = await holdFiles('writev');
  const both = [write('a', false), write('b')];
  await eventually('they are being written', () => held.length === 1);
  release();
  held[0]?.();
  expect(await Promise.all(both)).toEqual([0, 1].map((position) => ({ segment: 1, position })));
  expect(await write('c', false)).toEqual({ segment: 1, position: 2 });
  expect(await write('d', false)).toEqual({ segment: 1, position: 3 });
});

test('nothing of a write stays whose sync fails, and nothing is put behind it', async () => {
  const { folder, write } = startWriter();
  await write('kept');
  const { held, release } = await holdFiles('datasync');
  const failing = expect(write('x')).rejects.toThrow('EIO');
  await eventually('it is being synced', () => held.length === 1);
  const after = write('after');
  release();
  held[0]?.(new Error('EIO'));
  await failing;
  expect(await after).toEqual({ segment: 2, position: 0 });
  expect(await contentsOf(folder)).toEqual(['kept', 'after']);
});
