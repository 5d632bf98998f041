import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import {
  eventually,
  fillDisk,
  loggedContext,
  SAMPLE_JPEG,
  sampleShot,
  smallDisk,
  testBroker,
} from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { testEdge, testSink } from './sink.testing.ts';

test('that objects are there already does not have a full bucket said to be well', async ({ skip }) => {
  const disk = smallDisk(2) ?? skip('only root may mount a small disk');
  const { port } = await testBroker();
  const context = loggedContext();
  const { sink } = await testSink({ port, context, settings: { bucket: `file:${disk}` } });
  const edge = await testEdge(port);
  const stored = sampleShot();
  await edge.send(stored);
  await edge.untilReceipts(1);
  const filler = fillDisk(disk);
  const shots = Array.from({ length: 10 }, (_, seq) =>
    sampleShot({ seq }, Buffer.concat([SAMPLE_JPEG, randomBytes(20_000)])),
  );
  for (const shot of shots) {
    await edge.send(shot);
    await edge.send(stored);
    await eventually('it is full', () => !sink.ready().ready);
  }
  await edge.untilReceipts(11);
  expect(sink.ready()).toMatchObject({ reason: expect.stringContaining('free some space') });
  rmSync(filler);
  await edge.untilReceipts(21);
  expect(sink.counts()).toEqual({ stored: 11, duplicates: 10, rejected: 0 });
  const told = context.lines.filter(({ msg }) => msg.includes('the bucket') && !msg.startsWith('stores in'));
  expect(told.map(({ level }) => level)).toEqual([50, 30]);
});
