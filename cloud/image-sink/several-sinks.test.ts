import { sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { keysOf, testEdge, testSink } from './sink.testing.ts';

test('two sinks that get the same shots fill one bucket with each once', async () => {
  const { port } = await testBroker();
  const data = temporaryFolder();
  const first = await testSink({ port, data, device: 'cloud-1' });
  const second = await testSink({ port, data, device: 'cloud-2' });
  const edge = await testEdge(port);
  const shots = Array.from({ length: 50 }, (_, seq) => sampleShot({ seq }));
  await Promise.all(shots.map(edge.send));
  await edge.untilReceipts(100);
  for (const { id } of shots) {
    expect(
      edge
        .receiptsOf(id)
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['duplicate', 'stored']);
  }
  expect(await keysOf(first.bucket)).toHaveLength(100);
  const counts = [first.sink.counts(), second.sink.counts()];
  expect(counts.map(({ stored, duplicates }) => stored + duplicates)).toEqual([50, 50]);
  expect((counts[0]?.stored ?? 0) + (counts[1]?.stored ?? 0)).toBe(50);
});
