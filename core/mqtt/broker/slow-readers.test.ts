import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, HAS_OPENSSL, loggedContext, testAuthority, testBroker } from '../../testing/index.ts';
import type { LinkOptions } from '../link/link.ts';
import { openLink } from '../link/open-link.ts';

const KIB = 1_024;
const MIB = KIB * KIB;

async function client(options: LinkOptions) {
  const link = openLink(options);
  onTestFinished(() => link.close(true));
  await eventually(`${options.clientId} is connected`, () => link.connected);
  return link;
}

/** Subscribes to `t`, as a client whose id has one letter, and reads no more. */
async function deaf(socket: Socket, id: string, isClean: boolean): Promise<Socket> {
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  const flags = isClean ? '02' : '00';
  socket.write(Buffer.from(`100d00044d51545404${flags}003c0001${Buffer.from(id).toString('hex')}`, 'hex')); // CONNECT
  await once(socket, 'data');
  socket.write(Buffer.from('8206000100017401', 'hex')); // SUBSCRIBE
  await once(socket, 'data');
  return socket.pause();
}

/** Reads on, slowly but all the time. */
function readSlowly(socket: Socket) {
  const read = { bytes: 0 };
  socket.on('data', (chunk: Buffer) => {
    read.bytes += chunk.length;
    socket.pause();
    setTimeout(() => socket.resume(), (chunk.length / (8 * MIB)) * 1_000);
  });
  socket.resume();
  return read;
}

/** Publishes until the broker says something; how many messages, and how many another subscriber got by then and later. */
async function publishUntilSaid(url: string, lines: readonly unknown[]) {
  let received = 0;
  await client({ url, clientId: 'reader', subscribe: ['t'], onMessage: async () => void received++ });
  const writer = await client({ url, clientId: 'writer' });
  const message = Buffer.alloc(15 * KIB);
  let sent = 0;
  while (lines.length === 0) {
    await Promise.all(Array.from({ length: 100 }, () => writer.publish('t', message)));
    sent += 100;
  }
  return { sent, received: () => received };
}

test.each([
  ['with a session', false],
  ['without one', true],
])(
  'a subscriber that stops reading, %s, is cut off after drainTimeout; the others get each message',
  async (_what, isClean) => {
    const context = loggedContext('warn');
    const { url, port } = await testBroker({ drainTimeoutMs: 200, maxMessageBytes: 64 * MIB }, context);
    await deaf(connect(port, '127.0.0.1'), 'a', isClean);
    const { sent, received } = await publishUntilSaid(url, context.lines);
    await eventually('each message', () => received() === sent);
    expect(context.lines[0]).toMatchObject({ client: 'a', reason: 'drain timeout: it read nothing for 0.2 s' });
  },
);

test('nobody waits for one without a session, who is cut off when too far behind', async () => {
  const context = loggedContext('warn');
  const { url, port } = await testBroker({ drainTimeoutMs: 60_000, maxMessageBytes: 65_536 }, context);
  await deaf(connect(port, '127.0.0.1'), 'a', true);
  const { sent, received } = await publishUntilSaid(url, context.lines);
  await eventually('each message', () => received() === sent);
  expect(context.lines[0]).toMatchObject({
    client: 'a',
    reason: expect.stringMatching(/^it reads too slowly: \d{8} /),
  });
});

for (const [how, isTls, canRun] of [
  ['', false, true],
  [' over TLS (needs openssl)', true, HAS_OPENSSL],
] as const)
  test.skipIf(!canRun)(
    `who reads slowly, but all the time, is not cut off however long it takes${how}`,
    async () => {
      const authority = isTls ? testAuthority() : undefined;
      const context = loggedContext('warn');
      const tls = authority?.issue('DNS:localhost');
      const broker = await testBroker(
        { drainTimeoutMs: 1_000, maxMessageBytes: 40 * MIB, tls, localDoor: true },
        context,
      );
      const connection = () =>
        authority
          ? connectTls({ port: broker.port, host: '127.0.0.1', servername: 'localhost', ca: authority.ca })
          : connect(broker.port, '127.0.0.1');
      const readers = [await deaf(connection(), 'a', true), await deaf(connection(), 'b', false)];
      const reads = readers.map(readSlowly);
      const writer = await client({ url: `mqtt://127.0.0.1:${broker.localPort}`, clientId: 'writer' });
      await writer.publish('t', Buffer.alloc(32 * MIB));
      await eventually('both have it', () => reads.every(({ bytes }) => bytes > 32 * MIB));
      expect(context.lines).toEqual([]);
    },
    60_000,
  );

test('who was cut off for not reading is let in after a while, and told so', async () => {
  const context = loggedContext('warn');
  const { url, port } = await testBroker({ drainTimeoutMs: 100 }, context);
  await deaf(connect(port, '127.0.0.1'), 'a', false);
  await publishUntilSaid(url, context.lines);
  let reason = '';
  const onDown = (why: string) => {
    reason = why;
  };
  const again = openLink({ url, clientId: 'a', durable: true, onDown });
  onTestFinished(() => again.close(true));
  await eventually('an answer', () => reason || again.connected);
  expect(reason).toMatch(/[Uu]navailable/);
  await client({ url, clientId: 'b', durable: true });
});
