import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from './eventually.ts';
import { faultProxy } from './fault-proxy.ts';

/** A server that sends back what it gets. */
async function echo(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function client(port: number): Promise<{ socket: Socket; heard(): string; fault(): string | undefined }> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let heard = '';
  let fault: string | undefined;
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    fault = error.code;
  });
  await once(socket, 'connect');
  return { socket, heard: () => heard, fault: () => fault };
}

test('what is sent comes through whole, and so does the end', async () => {
  const proxy = await faultProxy(await echo());
  const { socket, heard } = await client(proxy.port);
  const text = 'shot '.repeat(100_000);
  socket.end(text);
  await once(socket, 'close');
  expect(heard()).toBe(text);
  await eventually('the connection is forgotten', () => proxy.connections === 0);
});

test('a reset ends what stands and takes the next; who is refused finds nobody until it passes again', async () => {
  const proxy = await faultProxy(await echo());
  const first = await client(proxy.port);
  await eventually('it stands', () => proxy.connections === 1);
  proxy.reset();
  await eventually('the reset', () => first.fault() === 'ECONNRESET');
  const second = await client(proxy.port);
  await eventually('it stands', () => proxy.connections === 1);
  await proxy.refuse();
  await eventually('the reset', () => second.fault() === 'ECONNRESET');
  await expect(client(proxy.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await proxy.pass();
  const third = await client(proxy.port);
  third.socket.write('back');
  await eventually('the echo', () => third.heard() === 'back');
});

test('a black hole takes connections and bytes and gives nothing back, until it passes what it has', async () => {
  const proxy = await faultProxy(await echo());
  const before = await client(proxy.port);
  before.socket.write('1');
  await eventually('the echo', () => before.heard() === '1');
  proxy.blackHole();
  before.socket.write('2');
  const during = await client(proxy.port);
  during.socket.write('3');
  await eventually('both stand', () => proxy.connections === 2);
  expect([before.heard(), during.heard(), before.fault(), during.fault()]).toEqual(['1', '', undefined, undefined]);
  await proxy.pass();
  await eventually('what was sent', () => before.heard() === '12' && during.heard() === '3');
});

test('a slow link lets no more through than it may, after its delay', async () => {
  const proxy = await faultProxy(await echo());
  const { socket, heard } = await client(proxy.port);
  await proxy.pass({ bytesPerSecond: 200_000, delayMs: 30 });
  const began = performance.now();
  socket.end('x'.repeat(50_000));
  await once(socket, 'close');
  expect(heard()).toHaveLength(50_000);
  expect(performance.now() - began, 'no faster').toBeGreaterThan(200);
});
