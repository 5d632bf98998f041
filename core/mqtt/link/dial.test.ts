import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually, HAS_OPENSSL, testAuthority } from '../../testing/index.ts';
import { Dialer, type DialerOptions } from './dial.ts';
import { UnreachableError } from './open-stream.ts';

const HAS_IPV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

/** Its port; what connects is cut off at the end of the test. */
async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return portOf(server);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function dial(options: DialerOptions, signal = new AbortController().signal) {
  const stream = await new Dialer(options).dial(signal);
  onTestFinished(() => void stream.destroy());
  return stream;
}

/**
 * A port whose SYNs vanish: its process is frozen, and its queue of new connections is full. `returns` lets the process go
 * on; it prints how many connections it has now, each time that this changes.
 */
async function blackHole() {
  const program = `
    const server = require('net').createServer((socket) => {
      const say = () => server.getConnections((_, n) => console.log(n));
      socket.on('error', () => {}).on('close', say).resume();
      say();
    }).listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let last = '';
  child.stdout.on('data', (text) => {
    last = String(text).trim().split('\n').at(-1) ?? '';
  });
  const port = Number(await eventually('it listens', () => last !== '' && last));
  child.kill('SIGSTOP');
  const filling = [1, 2].map(() => connect(port, '127.0.0.1').on('error', () => undefined));
  await Promise.all(filling.map((socket) => once(socket, 'connect')));
  return {
    port,
    returns() {
      for (const socket of filling) socket.destroy();
      child.kill('SIGCONT');
    },
    connections: () => Number(last),
  };
}

/** Connections to a port of this machine that wait for an answer to their SYN. */
function unansweredTo(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  return lines.filter((line) => line.includes(`0100007F:${hex} 02 `)).length;
}

test('in a black hole a fresh attempt begins beside those before; the first that stands is taken, the others end', async () => {
  const { port, returns, connections } = await blackHole();
  const dialing = dial({ url: `mqtt://127.0.0.1:${port}` });
  await eventually('three attempts beside each other', () => unansweredTo(port) === 3);
  returns();
  const stream = await dialing;
  await eventually('the others are given up', () => unansweredTo(port) === 0 && connections() === 1);
  expect(stream.destroyed).toBe(false);
});

test('what is given up leaves nothing behind', async () => {
  const { port } = await blackHole();
  const abort = new AbortController();
  const refused = expect(dial({ url: `mqtt://127.0.0.1:${port}` }, abort.signal)).rejects.toThrow('given up');
  await eventually('an attempt', () => unansweredTo(port) > 0);
  abort.abort();
  await refused;
  await eventually('none is left', () => unansweredTo(port) === 0);
});

test('where nobody listens it says so at once, and that there was no connection', async () => {
  const server = createServer();
  const port = await listening(server);
  server.close();
  const dialing = dial({ url: `mqtt://127.0.0.1:${port}` });
  await expect(dialing).rejects.toThrow(UnreachableError);
  await expect(dialing).rejects.toThrow('ECONNREFUSED');
});

test('a name is looked up, and one that nobody has is told', async () => {
  const port = await listening(createServer());
  await dial({ url: `mqtt://localhost:${port}` });
  await expect(dial({ url: 'mqtt://nobody.invalid' })).rejects.toThrow('nobody.invalid');
});

test.skipIf(!HAS_IPV6)('an IPv6 address (needs ::1)', async () => {
  const port = await listening(createServer(), '::1');
  await dial({ url: `mqtt://[::1]:${port}` });
});

describe.skipIf(!HAS_OPENSSL)('TLS (needs openssl)', () => {
  async function secureServer(name: string, more: object = {}) {
    const { ca, issue } = testAuthority();
    const port = await listening(createTlsServer({ ...issue(name), ca, ...more }));
    return { ca, issue, url: `mqtts://127.0.0.1:${port}`, named: `mqtts://localhost:${port}` };
  }

  test('a certificate for the address, or for the name', async () => {
    const address = await secureServer('IP:127.0.0.1');
    await dial({ url: address.url, tls: { ca: address.ca } });
    const name = await secureServer('DNS:localhost');
    await dial({ url: name.named, tls: { ca: name.ca } });
  });

  test.each([
    ['of an authority that nobody knows', 'IP:127.0.0.1', /self-signed|unable to/],
    ['for another name', 'DNS:elsewhere', /altname/i],
  ])('a certificate %s is refused, and not as unreachable', async (_what, name, message) => {
    const { ca, url } = await secureServer(name);
    const dialing = dial({ url, tls: name.startsWith('IP') ? {} : { ca } });
    await expect(dialing).rejects.toThrow(message);
    await expect(dialing).rejects.not.toThrow(UnreachableError);
  });

  test('a broker that cuts the connection off during the handshake', async () => {
    const port = await listening(createServer((socket) => socket.destroy()));
    await expect(dial({ url: `mqtts://127.0.0.1:${port}` })).rejects.toThrow(/closed|disconnected|ECONNRESET/);
  });

  test('the client shows its own certificate', async () => {
    const { ca, issue, url } = await secureServer('IP:127.0.0.1', { requestCert: true, maxVersion: 'TLSv1.2' });
    await dial({ url, tls: { ca, ...issue('DNS:home') } });
    await expect(dial({ url, tls: { ca } })).rejects.not.toThrow(UnreachableError);
  });
});
