import { expect, onTestFinished, test } from 'vitest';
import { eventually, quietContext } from '../testing/index.ts';
import { startBroker } from './broker.ts';
import { type LinkOptions, openLink } from './link.ts';

async function broker(port = 0) {
  const started = await startBroker(
    { name: 'edge-broker', host: '127.0.0.1', port, drainTimeoutMs: 3_000 },
    quietContext(),
  );
  onTestFinished(() => started.stop());
  return { ...started, url: `mqtt://127.0.0.1:${started.port}` };
}

function open(options: LinkOptions) {
  const link = openLink({ reconnectMs: 20, ...options });
  onTestFinished(() => link.close(true));
  return link;
}

test('a message that could not be handled is sent again', async () => {
  const { url } = await broker();
  const tries: string[] = [];
  const reasons: string[] = [];
  const reader = open({
    url,
    clientId: 'reader',
    durable: true,
    subscribe: ['a/#'],
    async onMessage({ payload }) {
      tries.push(payload.toString());
      if (tries.length === 1) throw new Error('disk full');
    },
    onDown: (reason) => reasons.push(reason),
  });
  await eventually('the reader is connected', () => reader.connected);
  await open({ url, clientId: 'writer' }).publish('a/b', 'once');
  await eventually('a second try', () => tries.length === 2);
  expect(tries).toEqual(['once', 'once']);
  expect(reasons).toEqual(['a message on a/b could not be handled: disk full']);
});

test('comes back to a broker that was away, and listens again', async () => {
  const first = await broker();
  const got: string[] = [];
  let downs = 0;
  const reader = open({
    url: first.url,
    clientId: 'reader',
    subscribe: ['before'],
    onMessage: async ({ topic }) => void got.push(topic),
    onDown: () => {
      downs += 1;
    },
  });
  await eventually('the reader is connected', () => reader.connected);
  await reader.subscribe('later');
  await first.stop();
  await eventually('the loss is said', () => downs > 0);
  const second = await broker(first.port);
  const writer = open({ url: second.url, clientId: 'writer' });
  await eventually('both filters stand again', async () => {
    await writer.publish('before', '');
    await writer.publish('later', '');
    return got.includes('before') && got.includes('later');
  });
});

test('nobody there: says why, once a try', async () => {
  const gone = await broker();
  await gone.stop();
  const reasons: string[] = [];
  open({ url: gone.url, clientId: 'nobody', reconnectMs: 0, onDown: (reason) => reasons.push(reason) });
  await eventually('a reason', () => reasons.length === 1);
  expect(reasons[0]).toContain('ECONNREFUSED');
});

test('the will is published when the client dies', async () => {
  const { url } = await broker();
  const got: string[] = [];
  const reader = open({
    url,
    clientId: 'reader',
    subscribe: ['status'],
    onMessage: async ({ payload }) => void got.push(payload.toString()),
  });
  await eventually('the reader is connected', () => reader.connected);
  const dying = openLink({ url, clientId: 'dying', reconnectMs: 0, will: { topic: 'status', payload: 'offline' } });
  await eventually('the other is connected', () => dying.connected);
  open({ url, clientId: 'dying', reconnectMs: 0 }); // the same client id: the broker cuts the first one off
  await eventually('the will', () => got.includes('offline'));
  await dying.close(true);
});
