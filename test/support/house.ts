import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { type Running, vedette } from './vedette.ts';

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

export interface House {
  readonly cwd: string;
  readonly bucket: string;
  /** http://HOST:PORT of a service's health and metrics. */
  urlOf(name: string): string;
  start(name: string): Running;
  /** Starts a service and waits until it is ready. */
  startReady(name: string): Promise<Running>;
  /** Ends a service by kill -9 and starts it again. */
  restart(running: Running, name: string): Promise<Running>;
}

/** One configuration file for all services, each a process of its own with a port for health and metrics. */
export async function house(source: string): Promise<House> {
  const cwd = temporaryFolder();
  const [edge, cloud, ...http] = await freePorts(7);
  writeFileSync(
    join(cwd, 'vedette.yaml'),
    JSON.stringify({
      site: 'harbour',
      device: 'pole-7',
      edgeBroker: { port: edge },
      cloudBroker: { port: cloud },
      faceDetector: { brokerUrl: `mqtt://127.0.0.1:${edge}`, source, select: 'every' },
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
  const start = (name: string) => vedette([name], { cwd, env: { VEDETTE_HTTP_PORT: new URL(urlOf(name)).port } });
  return {
    ...{ cwd, bucket: join(cwd, 'data/bucket'), urlOf, start },
    async startReady(name) {
      const running = start(name);
      const isReady = async () => (await fetch(`${urlOf(name)}/readyz`).catch(() => undefined))?.ok;
      await eventually(`${name} is ready`, isReady);
      return running;
    },
    async restart(running, name) {
      running.kill('SIGKILL');
      await running.exit;
      return start(name);
    },
  };
}
