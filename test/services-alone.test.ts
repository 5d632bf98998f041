import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { descriptionsIn, imagesIn } from './support/bucket.ts';
import { metric } from './support/metrics.ts';
import { type Running, vedette } from './support/vedette.ts';

/** Ports that were free a moment ago: services alone need to know each other's beforehand. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  return servers.map((server) => {
    const address = server.address();
    server.close();
    return typeof address === 'object' && address ? address.port : 0;
  });
}

/** One configuration file for all services, and a port of health and metrics for each. */
async function house() {
  const cwd = temporaryFolder();
  const [edge, cloud, ...http] = await freePorts(7);
  writeFileSync(
    join(cwd, 'vedette.yaml'),
    JSON.stringify({
      site: 'harbour',
      device: 'pole-7',
      edgeBroker: { port: edge },
      cloudBroker: { port: cloud },
      faceDetector: { brokerUrl: `mqtt://127.0.0.1:${edge}`, source: 'sim:people=2,fps=10,frames=80', select: 'every' },
      forwarder: {
        edgeUrl: `mqtt://127.0.0.1:${edge}`,
        cloudUrl: `mqtt://127.0.0.1:${cloud}`,
        resendAfterSeconds: 1,
      },
      imageSink: { brokerUrl: `mqtt://127.0.0.1:${cloud}` },
    }),
  );
  const names = ['edge-broker', 'cloud-broker', 'image-sink', 'forwarder', 'face-detector'];
  const urls = new Map(names.map((name, index) => [name, `http://127.0.0.1:${http[index]}`]));
  const urlOf = (name: string) => urls.get(name) ?? '';
  const start = (name: string): Running => {
    return vedette([name], { cwd, env: { VEDETTE_HTTP_PORT: new URL(urlOf(name)).port } });
  };
  return { start, urlOf, bucket: join(cwd, 'data/bucket') };
}

test('five processes with one file bring each shot to the bucket once, whoever of them is killed', async () => {
  const { start, urlOf, bucket } = await house();
  let edgeBroker = start('edge-broker');
  let cloudBroker = start('cloud-broker');
  let sink = start('image-sink');
  let forwarder = start('forwarder');
  const detector = start('face-detector');
  for (const name of ['edge-broker', 'cloud-broker', 'image-sink', 'forwarder']) {
    await eventually(`${name} is ready`, async () => (await fetch(`${urlOf(name)}/readyz`).catch(() => undefined))?.ok);
    expect((await fetch(`${urlOf(name)}/metrics`)).status).toBe(200);
  }
  const restart = async (running: Running, name: string) => {
    running.kill('SIGKILL');
    await running.exit;
    return start(name);
  };
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
