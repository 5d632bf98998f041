import { eventually, loggedContext, sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { POSTGRES_ABSENT, postgres, RADOSGW_ABSENT, radosgw } from '@vedette/store/testing';
import { describe, expect, test } from 'vitest';
import { keysOf, type TestSinkOptions, testEdge, testSink } from './sink.testing.ts';

/** Two sinks with a session each, so that both get each shot. */
async function sendToBoth(count: number, stores: Pick<TestSinkOptions, 'data' | 'catalog' | 'settings'>) {
  const { port } = await testBroker();
  const start = (clientId: string) => testSink({ ...stores, port, settings: { ...stores.settings, clientId } });
  const sinks = [await start('sink-1'), await start('sink-2')] as const;
  const edge = await testEdge(port);
  const shots = Array.from({ length: count }, (_, seq) => sampleShot({ seq }));
  await Promise.all(shots.map(edge.send));
  await edge.untilReceipts(2 * count);
  for (const { id } of shots) {
    const outcomes = edge.receiptsOf(id).map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual(['duplicate', 'stored']);
  }
  const counts = sinks.map(({ sink }) => sink.counts());
  expect(counts.map(({ stored, duplicates }) => stored + duplicates)).toEqual([count, count]);
  return sinks[0];
}

test('two sinks that get the same shots fill one bucket with each once', async () => {
  const { bucket } = await sendToBoth(50, { data: temporaryFolder() });
  expect(await keysOf(bucket)).toHaveLength(100);
});

const ABSENT = `${RADOSGW_ABSENT}${POSTGRES_ABSENT}`;

describe.skipIf(ABSENT !== '')(`with S3 and PostgreSQL${ABSENT}`, () => {
  const gateway = radosgw();
  const server = postgres();

  test('two sinks that get the same shots write each once', async () => {
    const url = server.urlOf(await server.newDatabase());
    const { bucket } = await sendToBoth(50, { catalog: { url }, settings: { bucket: gateway.newPlace() } });
    expect(await keysOf(bucket, 'face/')).toHaveLength(50);
  });
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
