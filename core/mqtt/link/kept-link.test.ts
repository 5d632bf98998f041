import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  eventually,
  HAS_MOSQUITTO,
  loggedContext,
  quietContext,
  startMosquitto,
  testBroker,
} from '../../testing/index.ts';
import { Deferred } from './deferred.ts';
import { KeptLink, type KeptLinkOptions } from './kept-link.ts';
import type { MqttMessage } from './link.ts';

function keep(link: KeptLinkOptions['link'], over: Partial<KeptLinkOptions> = {}) {
  const kept = new KeptLink({ what: 'edge broker', log: quietContext().log, link, ...over });
  onTestFinished(() => kept.close(true));
  return kept;
}

test('a password that goes over the network as it is, is said once', async () => {
  const { port } = await testBroker();
  const { log, lines } = loggedContext('warn');
  const login = { username: 'me', password: 'hunter2' };
  let ups = 0;
  const onUp = () => {
    ups += 1;
  };
  const kept = keep({ url: `mqtt://0.0.0.0:${port}`, clientId: 'a', ...login }, { log, onUp });
  await eventually('it is connected', () => ups === 1);
  kept.drop('again');
  await eventually('it is connected again', () => ups === 2);
  expect(lines).toMatchObject([{ msg: expect.stringContaining('the password for the edge broker goes over') }]);
  expect(JSON.stringify(lines)).not.toContain('hunter2');
});

test('what is published while the broker is away arrives when it is back, and both are said once', async () => {
  const first = await testBroker();
  const { log, lines } = loggedContext();
  const url = first.url.replace('//', '//me:hunter2@');
  const kept = keep({ url, clientId: 'writer' }, { log });
  await eventually('it is connected', () => kept.link);
  await first.stop();
  await eventually('a try failed', () => kept.fault?.includes('ECONNREFUSED'));
  const publishing = ['one', 'two'].map((payload) => kept.publish('t', payload, { retain: true }));

  const second = await testBroker({ port: first.port });
  await Promise.all(publishing);
  const got: string[] = [];
  keep({
    url: second.url,
    clientId: 'reader',
    subscribe: ['t'],
    onMessage: async (m) => void got.push(String(m.payload)),
  });
  await eventually('the retained one', () => got.length > 0);
  expect(got).toEqual(['two']);
  await eventually('both are said', () => lines.length > 1);
  expect(lines.map(({ msg }) => msg)).toEqual([
    `no connection to the edge broker at ${first.url}; trying on`,
    'the edge broker is back',
  ]);
});

test('a message whose handling outlives its link is not acknowledged by it: it comes until one link has handled it', async () => {
  const { url } = await testBroker();
  const inHand: Deferred<void>[] = [];
  const reader = keep({
    ...{ url, clientId: 'reader', durable: true, subscribe: ['t'] },
    onMessage() {
      const handling = new Deferred<void>();
      inHand.push(handling);
      return handling.promise;
    },
  });
  await eventually('the reader is connected', () => reader.link);
  await keep({ url, clientId: 'writer' }).publish('t', 'x');
  const late = [() => {}, () => inHand[0]?.reject(new Error('disk full')), () => inHand[1]?.resolve()];
  for (const [index, endEarlier] of late.entries()) {
    await eventually(`link ${index + 1} has it in hand`, () => inHand.length === index + 1);
    endEarlier();
    reader.drop('cut off by the test');
  }
  await eventually('the fourth has it in hand', () => inHand.length === 4);
});

test('no link is opened while it is held, nor after a drop until it is let go', async () => {
  const { url } = await testBroker();
  const holds: Deferred<void>[] = [];
  const kept = keep(
    { url, clientId: 'held' },
    {
      hold() {
        const held = new Deferred<void>();
        holds.push(held);
        return held.promise;
      },
    },
  );
  expect(kept.fault).toBe(`no connection to the edge broker at ${url}: not connected yet`);
  holds[0]?.resolve();
  await eventually('it is up', () => kept.link);
  expect(kept.fault).toBeUndefined();
  kept.drop('no use for it');
  await eventually('it is held again', () => holds.length === 2);
  expect(kept.link).toBeUndefined();
  expect(kept.fault).toContain('no use for it');
  holds[1]?.resolve();
  await eventually('it is up again', () => kept.link);
});

test('each attempt asks anew as whom it comes, and for what', async () => {
  const { url } = await testBroker();
  const names = ['one', 'other'] as const;
  const got: string[] = [];
  let ups = 0;
  const kept = keep(
    { url, clientId: 'nobody', onMessage: async ({ topic }) => void got.push(topic) },
    {
      session() {
        const name = names[ups] ?? 'nobody';
        return { clientId: name, subscribe: [`for/${name}`] };
      },
      onUp: () => void ups++,
    },
  );
  const writer = keep({ url, clientId: 'writer' });
  for (const [index, name] of names.entries()) {
    await eventually('it is up', () => ups === index + 1);
    for (const topic of ['for/one', 'for/other']) await writer.publish(topic, '');
    await eventually('it gets its own', () => got.includes(`for/${name}`));
    kept.drop('come again');
  }
  expect(got).toEqual(['for/one', 'for/other']);
});

test('a close refuses what waits for the broker, and what is published after it', async () => {
  const gone = await testBroker();
  await gone.stop();
  const kept = keep({ url: gone.url, clientId: 'writer' });
  const refused = expect(kept.publish('t', 'x')).rejects.toThrow('the link to the edge broker is closed');
  await kept.close();
  await refused;
  await expect(kept.publish('t', 'x')).rejects.toThrow('the link to the edge broker is closed');
});

test('a link that is cut off right after each connect is said to be down once, and never to be back', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.once('data', () => socket.end(Buffer.from('20020000', 'hex'))); // CONNACK
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { log, lines } = loggedContext();
  keep({ url: `mqtt://127.0.0.1:${port}`, clientId: 'writer' }, { log });
  await eventually('five links', () => connections === 5);
  expect(lines).toMatchObject([{ msg: expect.stringContaining('no connection to the edge broker') }]);
});

test('who is let in no more is told why, once, and is not told of each loss', async () => {
  let code = 0;
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.once('data', () => socket.end(Buffer.from([0x20, 2, 0, code]))); // CONNACK
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { log, lines } = loggedContext();
  const kept = keep({ url: `mqtt://127.0.0.1:${port}`, clientId: 'writer' }, { log });
  await eventually('three links', () => connections === 3);
  code = 5; // not authorized
  await eventually('it is known', () => kept.fault?.includes('Not authorized'));
  expect(lines.map(({ reason }) => reason)).toEqual([
    'the broker closed the connection',
    'Connection refused: Not authorized',
  ]);
});

test('a message that is not taken is no broker that is away', async () => {
  const { url } = await testBroker();
  const { log, lines } = loggedContext();
  const onMessage = () => Promise.reject(new Error('the disk is full'));
  const reader = keep({ url, clientId: 'reader', subscribe: ['t'], onMessage }, { log });
  await eventually('it is connected', () => reader.link);
  await keep({ url, clientId: 'writer' }).publish('t', 'x');
  await eventually('it is said', () => lines.length > 0);
  expect(lines[0]).toMatchObject({
    msg: `let go of the edge broker at ${url}; trying on`,
    reason: 'a message on t could not be handled: the disk is full',
  });
});

describe.skipIf(!HAS_MOSQUITTO)('a broker that is frozen (needs mosquitto)', () => {
  test('what it did not acknowledge is sent again on the next link', async () => {
    const { url, process: child } = await startMosquitto();
    const writer = keep({ url, clientId: 'writer', keepaliveSeconds: 1 });
    const got: MqttMessage[] = [];
    const reader = keep({ url, clientId: 'reader', subscribe: ['t'], onMessage: async (m) => void got.push(m) });
    await eventually('both are connected', () => writer.link && reader.link);
    child.kill('SIGSTOP');
    const publishing = writer.publish('t', 'x');
    await eventually('the link is given up', () => writer.link === undefined);
    child.kill('SIGCONT');
    await publishing;
    await eventually('it arrives', () => got.some(({ payload }) => payload.toString() === 'x'));
  });
});
