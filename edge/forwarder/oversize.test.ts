import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { encodeShot, payloadId } from '@vedette/core/message';
import { eventually, SAMPLE_JPEG, sampleShot } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { bothSides, forwarder, PLACE, SHOTS, untilReady } from './forwarder.testing.ts';

const long = (character: string) => Buffer.alloc(2_001, character);

async function running(config: Parameters<typeof forwarder>[0]) {
  const sides = await bothSides();
  const started = await forwarder({ ...sides.urls, ...config });
  await untilReady(started);
  return { ...sides, ...started, folder: join(started.data, 'forwarder', 'oversize') };
}

test('a message beyond the limit is put aside and told of', async () => {
  const { camera, settled, folder } = await running({ maxMessageBytes: 2_000 });
  const behind = sampleShot(PLACE);
  await camera.publish(SHOTS, long('x'));
  await camera.publish(SHOTS, encodeShot(behind));
  await eventually('both are settled', () => settled.length === 2);
  expect(settled).toContainEqual({ id: payloadId(long('x')), outcome: 'dropped', reason: 'oversize' });
  expect(settled).toContainEqual({ id: behind.id, outcome: 'stored', reason: undefined });
  const [bytes, note] = readdirSync(folder).sort();
  expect(readFileSync(join(folder, bytes ?? ''))).toEqual(long('x'));
  expect(JSON.parse(readFileSync(join(folder, note ?? ''), 'utf8'))).toMatchObject({ topic: SHOTS, bytes: 2_001 });
});

test('a shot is told of by its id, a picture, which is not made a shot, by its bytes', async () => {
  const { camera, settled } = await running({ maxMessageBytes: 100 });
  const shot = sampleShot(PLACE);
  await camera.publish(SHOTS, encodeShot(shot));
  await camera.publish(SHOTS, SAMPLE_JPEG);
  await eventually('both are settled', () => settled.length === 2);
  expect(settled.map(({ id }) => id)).toEqual([shot.id, payloadId(SAMPLE_JPEG)]);
});

test('what is put aside has a bound; beyond it messages are dropped and counted, until there is room', async () => {
  const { camera, settled, folder, metrics } = await running({ maxMessageBytes: 2_000, maxOversizeBytes: 5_000 });
  for (const character of ['a', 'b', 'c', 'd']) await camera.publish(SHOTS, long(character));
  await eventually('all are settled', () => settled.length === 4);
  expect(settled.map(({ reason }) => reason)).toEqual(['oversize', 'oversize', 'oversize-full', 'oversize-full']);
  expect(readdirSync(folder)).toHaveLength(4);
  const dropped = await metrics.getSingleMetricAsString('vedette_forwarder_dropped_total');
  expect(dropped).toContain('reason="oversize-full"} 2');
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  await camera.publish(SHOTS, long('e'));
  await eventually('the next is kept', () => readdirSync(folder).length === 2);
});
