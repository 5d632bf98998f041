import { once } from 'node:events';
import { connect } from 'node:net';
import { connectAsync, type IClientOptions } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, loggedContext, testBroker } from '../../testing/index.ts';

async function client(url: string, options: IClientOptions = {}) {
  const opened = await connectAsync(url, { reconnectPeriod: 0, ...options });
  opened.on('error', () => undefined);
  onTestFinished(() => opened.endAsync(true));
  const got: string[] = [];
  opened.on('message', (_topic, payload, { qos }) => got.push(`${payload} at ${qos}`));
  return Object.assign(opened, { got });
}

test('who publishes at QoS 2 is cut off and told why in the log, and nothing of it comes', async () => {
  const context = loggedContext('warn');
  const { url } = await testBroker({}, context);
  const reader = await client(url);
  await reader.subscribeAsync('t', { qos: 1 });
  const writer = await client(url, { clientId: 'writer' });
  const closed = new Promise<void>((resolve) => writer.once('close', () => resolve()));
  writer.publish('t', 'at 2', { qos: 2 });
  await closed;
  await (await client(url)).publishAsync('t', 'at 1', { qos: 1 });
  await eventually('what is taken', () => reader.got.length > 0);
  expect(reader.got).toEqual(['at 1 at 1']);
  expect(context.lines).toMatchObject([{ client: 'writer', reason: 'QoS 2 is not taken: publish at QoS 1', count: 1 }]);
});

test('a subscription and a will at QoS 2 are ones at QoS 1', async () => {
  const { url } = await testBroker();
  const reader = await client(url, { clientId: 'reader', clean: false });
  const granted = await reader.subscribeAsync(['t', 'deep/#'], { qos: 2 });
  expect(granted.map(({ qos }) => qos)).toEqual([1, 1]);
  for (const topic of ['t', 'deep/t']) {
    const dying = await client(url, { will: { topic, payload: Buffer.from(topic), qos: 2, retain: true } });
    dying.stream.destroy();
  }
  await eventually('both', () => reader.got.length === 2);
  expect(reader.got.sort()).toEqual(['deep/t at 1', 't at 1']);
});

test('a PUBREC for what was sent at QoS 1 ends the connection, and the message stays in the queue', async () => {
  const { url, port } = await testBroker();
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  const send = async (hex: string) => {
    socket.write(Buffer.from(hex, 'hex'));
    await once(socket, 'data');
  };
  await send('100d00044d5154540400003c000161'); // CONNECT as `a`, with a session
  await send('8206000100017401'); // SUBSCRIBE to `t` at QoS 1
  const [[published]] = await Promise.all([
    once(socket, 'data'),
    (await client(url)).publishAsync('t', 'x', { qos: 1 }),
  ]);
  const packetId = (published as Buffer).subarray(5, 7); // behind the header and the topic
  socket.write(Buffer.concat([Buffer.from('5002', 'hex'), packetId])); // PUBREC
  await once(socket, 'close');
  const again = await client(url, { clientId: 'a', clean: false });
  await eventually('it is sent again', () => again.got.length > 0);
  expect(again.got).toEqual(['x at 1']);
});
