import { once } from 'node:events';
import { connect } from 'node:net';
import createPersistence from 'aedes-persistence';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, loggedContext, testBroker } from '../../testing/index.ts';
import { openLink } from '../link/open-link.ts';

test('a subscriber that comes back again and again under steady traffic is not cut off, and gets each message', async () => {
  const context = loggedContext('warn');
  const { url } = await testBroker({ name: 'cloud-broker' }, context);
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
  expect(context.lines.filter(({ reason }) => reason === 'no such packet')).toEqual([]);
});

test('the messages of a session are numbered on from one connection to the next', async () => {
  const { url } = await testBroker();
  const writer = openLink({ url, clientId: 'writer' });
  onTestFinished(() => writer.close(true));
  const ids: unknown[] = [];
  const session = { url, clientId: 'reader', durable: true, subscribe: ['t'] };
  for (let connection = 0; connection < 3; connection++) {
    const reader = openLink({ ...session, onMessage: async ({ messageId }) => void ids.push(messageId) });
    onTestFinished(() => reader.close(true));
    await eventually('it is connected', () => reader.connected);
    await writer.publish('t', 'x');
    await eventually('it has come', () => ids.length > connection);
    await reader.close();
  }
  const [first = 0] = ids.map(Number);
  expect(ids).toEqual([0, 1, 2].map((later) => ((first + later - 1) % 65_535) + 1));
});

test('a longer message than allowed is neither gathered, acknowledged nor passed on: its client is cut off', async () => {
  const context = loggedContext('warn');
  const { url, port, stop } = await testBroker({ maxMessageBytes: 100_000 }, context);
  const got: number[] = [];
  const reader = openLink({
    url,
    clientId: 'reader',
    subscribe: ['t'],
    onMessage: async (m) => void got.push(m.payload.length),
  });
  onTestFinished(() => reader.close(true));
  const writer = openLink({ url, clientId: 'writer' });
  onTestFinished(() => writer.close(true));
  await eventually('both are connected', () => reader.connected && writer.connected);
  await writer.publish('t', Buffer.alloc(99_000));
  await expect(writer.publish('t', Buffer.alloc(100_000))).rejects.toThrow();

  const announcing = connect(port, '127.0.0.1');
  onTestFinished(() => void announcing.destroy());
  announcing.write(Buffer.from('100d00044d5154540402003c000161', 'hex')); // CONNECT as client `a`
  await once(announcing, 'data');
  const closed = once(announcing, 'close');
  announcing.write(Buffer.from('32ffffff7f0001740001', 'hex')); // the beginning of a PUBLISH of 256 MB
  await closed;

  await eventually('the first one', () => got.length > 0);
  await stop();
  expect(got).toEqual([99_000]);
  expect(await context.metrics.getSingleMetricAsString('vedette_edge_broker_oversize_messages_total')).toMatch(/ 2$/m);
  const [first, last] = context.lines;
  expect(first).toMatchObject({ msg: 'client cut off', client: 'writer', count: 1 });
  expect(last).toMatchObject({ client: 'a', reason: 'a message of 268435455 bytes, where maxMessageBytes is 100000' });
});

test('a subscriber that does not read is cut off with a line or two, not one for each message', async () => {
  const context = loggedContext('warn');
  const { url, port } = await testBroker({ drainTimeoutMs: 100 }, context);
  const deaf = connect(port, '127.0.0.1');
  onTestFinished(() => void deaf.destroy());
  deaf.write(Buffer.from('100d00044d5154540402003c000161', 'hex')); // CONNECT as client `a`
  await once(deaf, 'data');
  deaf.write(Buffer.from('8206000100017400', 'hex')); // SUBSCRIBE to `t`
  await once(deaf, 'data');
  deaf.pause();
  const writer = openLink({ url, clientId: 'writer' });
  onTestFinished(() => writer.close(true));
  const message = Buffer.alloc(1_000);
  while (context.lines.length === 0) {
    await Promise.all(Array.from({ length: 2_000 }, () => writer.publish('t', message)));
  }
  expect(context.lines.length).toBeLessThan(10);
});

test('a store that fails does not end the broker', async () => {
  const persistence = (createPersistence as unknown as () => Record<string, unknown>)();
  const context = loggedContext('warn');
  const { url } = await testBroker({ durable: { persistence, keepFor: [] } }, context);
  const writer = openLink({ url, clientId: 'writer' });
  onTestFinished(() => writer.close(true));
  await writer.publish('t', 'x');
  persistence['subscriptionsByTopic'] = () => Promise.reject(new Error('disk full'));
  const refused = expect(writer.publish('t', 'x')).rejects.toThrow('closed');
  await eventually('it is said', () => context.lines.length > 0);
  expect(context.lines).toMatchObject([{ level: 50, reason: 'disk full' }]);
  await writer.close(true);
  await refused;
});
