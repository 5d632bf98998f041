import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { encodeShot } from '@vedette/core/message';
import { eventually, SAMPLE_JPEG, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { broker, client, cloudSide, DEVICE, forwarder, PLACE, SHOTS, shotIn, urlOf } from './forwarder.testing.ts';

const CHILD = fileURLToPath(new URL('./dist/run-forwarder.testing.js', import.meta.url));

function forwarderProcess(config: object, common: object) {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(config), JSON.stringify(common)], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test('killed with shots in flight, and a picture among them, the next one sends them, each as it was', async () => {
  const edge = await broker('edge-broker');
  const cloudBroker = await broker('cloud-broker');
  const cloud = await cloudSide(urlOf(cloudBroker), false);
  const config = { edgeUrl: urlOf(edge), cloudUrl: urlOf(cloudBroker) };
  const data = temporaryFolder();
  const child = forwarderProcess(config, { data, device: DEVICE });
  const camera = await client(urlOf(edge), []);
  await eventually('it listens', async () => {
    await camera.publish(SHOTS, encodeShot(sampleShot(PLACE)));
    return cloud.got.length > 0;
  });
  await camera.publish(SHOTS, SAMPLE_JPEG);
  await eventually('the picture is in flight', () => cloud.got.some((message) => shotIn(message)?.kind === 'frame'));
  child.kill('SIGKILL');
  await once(child, 'exit');

  const before = new Set(cloud.got.map(({ payload }) => payload.toString('hex')));
  cloud.got.length = 0;
  cloud.answers = true;
  const running = await forwarder(config, { data });
  await eventually('all have receipts', () => running.settled.length >= before.size);
  expect(new Set(cloud.got.map(({ payload }) => payload.toString('hex')))).toEqual(before);
  expect(running.forwarder.counts()).toMatchObject({ waiting: 0 });
});
