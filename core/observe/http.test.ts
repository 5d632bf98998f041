import { Counter } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import { PortTakenError } from '../errors.ts';
import { READY, type Service } from '../run/service.ts';
import { serveObservation } from './http.ts';
import { createMetrics } from './metrics.ts';

async function serve(services: Pick<Service, 'name' | 'ready' | 'http'>[] = [], metrics = [createMetrics()], port = 0) {
  const server = await serveObservation({ host: '127.0.0.1', port, services, metrics });
  onTestFinished(() => server.close());
  return { ...server, url: `http://127.0.0.1:${server.port}` };
}

test('/readyz says who is not ready, and why', async () => {
  let state: ReturnType<Service['ready']> = { ready: false, reason: 'no broker' };
  const { url } = await serve([
    { name: 'sink', ready: () => state },
    { name: 'broker', ready: () => ({ ready: true }) },
  ]);
  const waiting = await fetch(`${url}/readyz`);
  expect(waiting.status).toBe(503);
  expect(await waiting.json()).toEqual({ status: 'waiting', waiting: [{ service: 'sink', reason: 'no broker' }] });
  state = { ready: true };
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('/metrics is the metrics of all services on one page', async () => {
  const parts = [createMetrics(), createMetrics()];
  for (const [index, registry] of parts.entries()) {
    new Counter({ name: `part_${index}_total`, help: 'a part', registers: [registry] }).inc();
  }
  const { url } = await serve([], parts);
  const page = await (await fetch(`${url}/metrics`)).text();
  expect(page).toContain('part_0_total 1');
  expect(page).toContain('part_1_total 1');
});

test('what a service serves is beside that, under rules of its own', async () => {
  const http: Service['http'] = async (server) => {
    server.setErrorHandler((_error, _request, reply) => reply.code(418).send('ours'));
    server.get('/fails', () => {
      throw new Error('on purpose');
    });
  };
  const { url } = await serve([
    { name: 'api', ready: () => READY, http },
    { name: 'sink', ready: () => READY },
  ]);
  const failed = await fetch(`${url}/fails`);
  expect([failed.status, await failed.text()]).toEqual([418, 'ours']);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(await (await fetch(`${url}/nowhere`)).text()).not.toBe('ours');
});

test('a taken port is named', async () => {
  const { port } = await serve();
  await expect(serve([], [createMetrics()], port)).rejects.toThrow(PortTakenError);
});
