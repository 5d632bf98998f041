import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { broker, client, forwarder, STATUS, untilReady, urlOf } from './forwarder.testing.ts';

type Status = Record<string, unknown> | undefined;

/** The last status that a broker has for the device. */
async function statusAt(url: string): Promise<() => Status> {
  let status: Status;
  await client(url, ['vedette/+/+/status'], ({ payload, topic }) => {
    if (topic === STATUS) status = JSON.parse(payload.toString());
  });
  return () => status;
}

async function running() {
  const edge = await broker('edge-broker');
  const cloud = await broker('cloud-broker');
  const started = await forwarder({ edgeUrl: urlOf(edge), cloudUrl: urlOf(cloud) });
  await untilReady(started);
  const detector = await client(urlOf(edge), []);
  const say = (topic: string, status: unknown) =>
    detector.publish(topic, typeof status === 'string' ? status : JSON.stringify(status), { retain: true });
  return { ...started, say, urls: [urlOf(edge), urlOf(cloud)] };
}

const camera = (name: string) => `vedette/home/pole-7/${name}/status`;

test('the cameras of this device, and of no other, are told at both ends', async () => {
  const { say, urls } = await running();
  await say(camera('cam0'), { camera: 'cam0', state: 'running', source: 'sim' });
  await say(camera('cam1'), { camera: 'cam1', state: 'away', reason: 'unplugged' });
  await say('vedette/home/other/cam0/status', { camera: 'cam0', state: 'running' });
  for (const url of urls) {
    const status = await statusAt(url);
    await eventually('both cameras are told', () => Object.keys((status()?.['cameras'] as object) ?? {}).length === 2);
    expect(status()).toMatchObject({
      state: 'online',
      site: 'home',
      device: 'pole-7',
      cameras: { cam0: { state: 'running', source: 'sim' }, cam1: { state: 'away', reason: 'unplugged' } },
      forwarder: { waiting: 0, waitingBytes: 0, lastReceiptAt: null },
    });
  }
});

test('a camera that is taken back is gone; what is no status is counted and ignored', async () => {
  const { say, urls, metrics } = await running();
  const status = await statusAt(urls[1] ?? '');
  await say(camera('cam0'), { camera: 'cam0', state: 'running' });
  await eventually('it is told', () => JSON.stringify(status()?.['cameras']) !== '{}' && status());
  for (const wrong of [
    'no JSON',
    '{"state":"dancing"}',
    '[]',
    JSON.stringify({ camera: 'x'.repeat(20_000), state: 'running' }),
  ]) {
    await say(camera('cam2'), wrong);
  }
  await say(camera('cam0'), '');
  await eventually('it is gone', () => JSON.stringify(status()?.['cameras']) === '{}');
  expect(await metrics.getSingleMetricAsString('vedette_forwarder_bad_status_total')).toContain('_total 4');
});

test('a flood of names leaves the status as it is', async () => {
  const { say, urls, metrics } = await running();
  const status = await statusAt(urls[1] ?? '');
  for (let i = 0; i < 110; i++) await say(camera(`cam${i}`), { camera: `cam${i}`, state: 'running' });
  await say(camera('cam0'), { camera: 'cam0', state: 'away' });
  const cameras = () => (status()?.['cameras'] ?? {}) as Record<string, Status>;
  await eventually('the last of it is told', () => cameras()['cam0']?.['state'] === 'away');
  expect(Object.keys(cameras())).toHaveLength(100);
  expect(await metrics.getSingleMetricAsString('vedette_forwarder_bad_status_total')).toContain('_total 10');
});

test('a forwarder that is gone is offline at both ends', async () => {
  const { forwarder: started, urls } = await running();
  const both = await Promise.all(urls.map(statusAt));
  await eventually('it is online', () => both.every((status) => status()?.['state'] === 'online'));
  await started.stop();
  await eventually('it is offline', () => both.every((status) => status()?.['state'] === 'offline'));
  expect(both[1]?.()).toEqual({ state: 'offline', site: 'home', device: 'pole-7' });
});
