import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Aedes, type Client } from 'aedes';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../testing/index.ts';
import { openLink } from '../link/open-link.ts';
import { continueMessageIds } from './continue-message-ids.ts';

/** As a new connection has from 1 to 65,535, this one is from the connection before. */
const CONTINUED = 70_000;

test('the numbers of a session go on until it is forgotten, and those of none are not kept', async () => {
  const aedes = await Aedes.createBroker();
  const server = createServer((socket) => void aedes.handle(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => aedes.close(() => server.close(() => resolve()))));
  const messageIds = continueMessageIds(aedes);
  const clients: (Client & { _nextId?: number })[] = [];
  aedes.on('client', (client) => clients.push(client));

  /** The number that a connection begins with; it ends with CONTINUED. */
  async function connection(durable: boolean): Promise<number | undefined> {
    const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const link = openLink({ url, clientId: 'a', durable });
    await eventually('it is connected', () => link.connected);
    const client = clients.at(-1);
    const first = client?._nextId;
    if (client) client._nextId = CONTINUED;
    await link.close();
    return first;
  }
  expect(await connection(true)).toBeLessThan(CONTINUED);
  expect(await connection(true)).toBe(CONTINUED);
  messageIds.forget('a');
  expect(await connection(true)).toBeLessThan(CONTINUED);
  expect(await connection(false)).toBeLessThan(CONTINUED);
  expect(await connection(true)).toBeLessThan(CONTINUED);
});
