import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { descriptionsIn, imagesIn } from './support/bucket.ts';
import { house } from './support/house.ts';
import { metric } from './support/metrics.ts';

test('five processes with one file bring each shot to the bucket once, whoever of them is killed', async () => {
  const { start, restart, urlOf, bucket } = await house('sim:people=2,fps=10,frames=80');
  let edgeBroker = start('edge-broker');
  let cloudBroker = start('cloud-broker');
  let sink = start('image-sink');
  let forwarder = start('forwarder');
  const detector = start('face-detector');
  for (const name of ['edge-broker', 'cloud-broker', 'image-sink', 'forwarder']) {
    await eventually(`${name} is ready`, async () => (await fetch(`${urlOf(name)}/readyz`).catch(() => undefined))?.ok);
    expect((await fetch(`${urlOf(name)}/metrics`)).status).toBe(200);
  }
  const stored = (count: number) => eventually(`${count} objects`, () => imagesIn(bucket).length >= count);
  await stored(10);
  forwarder = await restart(forwarder, 'forwarder');
  await stored(25);
  sink = await restart(sink, 'image-sink');
  await stored(40);
  edgeBroker = await restart(edgeBroker, 'edge-broker');
  await stored(55);
  cloudBroker = await restart(cloudBroker, 'cloud-broker');

  const { stderr, code } = await detector.exit;
  expect(code, stderr).toBe(0);
  const [, shots = ''] = stderr.match(/"shots":(\d+).*the source is spent/) ?? [];
  expect(Number(shots)).toBeGreaterThan(80);
  await eventually(
    'the spool is empty',
    async () => (await metric(urlOf('forwarder'), 'vedette_forwarder_spool_entries')) === 0,
  );
  await eventually('every shot is there', () => imagesIn(bucket).length >= Number(shots));
  const numbers = descriptionsIn(bucket).map(({ seq }) => seq);
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: Number(shots) }, (_, index) => index));
  const all = [forwarder, sink, cloudBroker, edgeBroker];
  for (const running of all) running.kill('SIGTERM');
  expect(await Promise.all(all.map(async ({ exit }) => (await exit).code))).toEqual([0, 0, 0, 0]);
}, 90_000);
