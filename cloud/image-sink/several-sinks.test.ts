import { eventually, loggedContext, sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { keysOf, testEdge, testSink } from './sink.testing.ts';

test('two sinks that get the same shots fill one bucket with each once', async () => {
  const { port } = await testBroker();
  const data = temporaryFolder();
  const first = await testSink({ port, data, settings: { clientId: 'sink-1' } });
  const second = await testSink({ port, data, settings: { clientId: 'sink-2' } });
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

test('two sinks of one name take the session from each other, and say what may be the matter', async () => {
  const { port } = await testBroker();
  const context = loggedContext();
  await testSink({ port, context });
  await testSink({ port });
  const { msg } = await eventually('one says so', () =>
    context.lines.find((line) => line.msg.includes('another sink')),
  );
  expect(msg).toContain('vedette-image-sink');
  expect(msg).toContain('imageSink.clientId');
});
