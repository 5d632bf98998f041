import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, HAS_OPENSSL, loggedContext, testAuthority, testBroker } from '../../testing/index.ts';
import { openLink } from '../link/open-link.ts';
import type { Admission } from './admission.ts';

/** Connections that say nothing, or what is given in hexadecimal digits. */
async function silent(port: number, count: number, words = '') {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  for (const socket of sockets) {
    await once(socket, 'connect');
    socket.write(Buffer.from(words, 'hex'));
    socket.resume();
  }
  return sockets;
}

function link(url: string, clientId: string, over: Partial<Parameters<typeof openLink>[0]> = {}) {
  let down: string | undefined;
  const onDown = (reason: string, fault: string) => {
    down = `${fault}: ${reason}`;
  };
  const opened = openLink({ url, clientId, ...over, onDown });
  onTestFinished(() => opened.close(true));
  return eventually('an answer', () => (opened.connected ? 'let in' : down));
}

const isOpen = (socket: Socket) => !socket.destroyed;

test('those who say nothing have a quarter of the places, and leave the others to who comes', async () => {
  const context = loggedContext('warn');
  const { port, url } = await testBroker({ maxConnections: 8 }, context);
  const sockets = await silent(port, 20);
  expect(await link(url, 'first')).toBe('let in');
  await eventually('one is left', () => sockets.filter(isOpen).length === 1);
  expect(isOpen(sockets.at(-1) as Socket)).toBe(true);
  for (let i = 0; i < 6; i++) expect(await link(url, `${i}`)).toBe('let in');
  expect(context.lines[0]).toMatchObject({ address: '127.0.0.1', msg: expect.stringContaining('nothing is said') });
});

test.skipIf(!HAS_OPENSSL)('nor does a TLS handshake that is not begun take their places (needs openssl)', async () => {
  const authority = testAuthority();
  const { cert, key } = authority.issue('DNS:localhost');
  const { port } = await testBroker({ maxConnections: 8, tls: { cert, key } });
  const sockets = await silent(port, 20);
  const tls = { ca: authority.ca };
  for (let i = 0; i < 6; i++) expect(await link(`mqtts://localhost:${port}`, `${i}`, { tls })).toBe('let in');
  await eventually('there is no place for most', () => sockets.filter(isOpen).length <= 2);
});

test('a first packet that is longer than any CONNECT is not gathered', async () => {
  const context = loggedContext('warn');
  const { port } = await testBroker({}, context);
  const [socket] = await silent(port, 1, '1090a114'); // a CONNECT of 331,920 bytes begins
  if (socket && isOpen(socket)) await once(socket, 'close');
  await eventually('it is said', () => context.lines.length > 0);
  expect(context.lines).toMatchObject([{ reason: expect.stringContaining('a first packet of 331920 bytes') }]);
});

test('nobody is called at great length', async () => {
  const { url } = await testBroker();
  expect(await link(url, 'x'.repeat(256))).toBe('let in');
  expect(await link(url, 'x'.repeat(257))).toMatch(/Identifier rejected/);
});

test('one name has a sixteenth of the places, whatever its clients are called', async () => {
  const may = () => true;
  const anything = { mayPublish: may, mayRetain: may, maySubscribe: may, mayRead: may, isWaitedFor: true };
  const admission: Admission = {
    admit: async ({ username = '' }) => ({ name: username, ...anything }),
    stands: () => true,
    onChange: () => () => undefined,
  };
  const { url } = await testBroker({ maxConnections: 32, admission });
  const as = (username: string, clientId: string) => link(url, clientId, { username, password: 'x' });
  expect(await as('one', 'a')).toBe('let in');
  expect(await as('one', 'b')).toBe('let in');
  expect(await as('one', 'c')).toMatch(/[Uu]navailable/);
  expect(await as('one', 'a')).toBe('let in'); // it takes its own place
  expect(await as('two', 'a')).toBe('let in');
});
