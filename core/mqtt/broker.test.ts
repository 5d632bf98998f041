import { Writable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { createLogger } from '../observe/logger.ts';
import { createMetrics } from '../observe/metrics.ts';
import { eventually } from '../testing/eventually.ts';
import { startBroker } from './broker.ts';
import { openLink } from './link.ts';

test('a subscriber that comes back again and again under steady traffic is not cut off, and gets each message', async () => {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const context = { log: createLogger({ level: 'warn', format: 'json' }, destination), metrics: createMetrics() };
  const options = { name: 'cloud-broker', host: '127.0.0.1', port: 0, drainTimeoutMs: 3_000 };
  const broker = await startBroker(options, context);
  onTestFinished(() => broker.stop());
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const seen = new Set<string>();
  const subscribe = async () => {
    let isUp = false;
    const link = openLink({
      ...{ url, clientId: 'subscriber', durable: true, subscribe: ['t'] },
      onUp: () => {
        isUp = true;
      },
      onMessage: async ({ payload }) => void seen.add(payload.toString('utf8', 0, payload.indexOf(0))),
    });
    onTestFinished(() => link.close(true));
    await eventually('the subscriber is up', () => isUp);
    return link;
  };
  const publisher = openLink({ url, clientId: 'publisher' });
  onTestFinished(() => publisher.close(true));

  let link = await subscribe();
  let sent = 0;
  const publishBatch = (size: number) => {
    const batch = Array.from({ length: size }, () => `${sent++}\0${'x'.repeat(5_000)}`);
    return Promise.all(batch.map((payload) => publisher.publish('t', payload)));
  };
  for (let round = 0; round < 6; round++) {
    await link.close(true);
    await publishBatch(300);
    const catchingUp = subscribe();
    for (let i = 0; i < 20; i++) await publishBatch(20);
    link = await catchingUp;
  }
  await eventually('each message is there', () => seen.size === sent);
  expect(lines.filter((line) => line.includes('no such packet'))).toEqual([]);
});
