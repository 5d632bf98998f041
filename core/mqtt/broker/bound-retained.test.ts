import { Aedes, type Client, type PublishPacket } from 'aedes';
import createPersistence from 'aedes-persistence';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, loggedContext, testBroker } from '../../testing/index.ts';
import type { MqttMessage } from '../link/link.ts';
import { openLink } from '../link/open-link.ts';
import { boundRetained } from './bound-retained.ts';

const BOUNDS = { ofOne: { messages: 3, bytes: 100 }, ofAll: { messages: 5, bytes: 150 } };

/** An aedes that retains within BOUNDS; `publish` says what became of a message with `size` bytes and its topic's one. */
async function bounded(stored?: readonly string[]) {
  const persistence = (createPersistence as unknown as () => Record<string, (packet: object) => Promise<void>>)();
  const aedes = await Aedes.createBroker({ persistence });
  onTestFinished(() => new Promise<void>((resolve) => aedes.close(() => resolve())));
  for (const topic of stored ?? []) await persistence['storeRetained']?.({ topic, payload: Buffer.alloc(9) });
  let refused: string | undefined;
  const retained = await boundRetained(aedes, {
    bounds: BOUNDS,
    publisherOf: ({ id }) => ({ name: id, mayRetain: (topic) => topic !== 'x' }),
    onUnretained: ({ reason }) => {
      refused = reason;
    },
  });
  async function publish(id: string, topic: string, size: number) {
    refused = undefined;
    const packet = { cmd: 'publish', topic, payload: Buffer.alloc(size), qos: 1, retain: true } as PublishPacket;
    await new Promise((resolve) => aedes.authorizePublish({ id } as Client, packet, resolve));
    return refused ?? (packet.retain && 'retained');
  }
  return { retained, publish };
}

test('one retains so many messages and bytes, and all together so many more', async () => {
  const { retained, publish } = await bounded();
  expect(await publish('one', 'a', 9)).toBe('retained');
  expect(await publish('one', 'b', 90)).toBe('too many');
  expect(await publish('one', 'b', 89)).toBe('retained');
  expect(await publish('one', 'a', 10)).toBe('too many');
  expect(await publish('one', 'b', 9)).toBe('retained');
  expect(await publish('one', 'c', 9)).toBe('retained');
  expect(await publish('one', 'd', 1)).toBe('too many');
  expect(await publish('two', 'd', 9)).toBe('retained');
  expect(await publish('two', 'e', 9)).toBe('retained');
  expect(await publish('two', 'f', 9)).toBe('too many');
  expect(retained).toMatchObject({ messages: 5, bytes: 50 });
});

test('what is taken back, or is now retained by another, leaves room', async () => {
  const { retained, publish } = await bounded();
  for (const topic of ['a', 'b', 'c']) await publish('one', topic, 9);
  expect(await publish('one', 'd', 9)).toBe('too many');
  await publish('one', 'a', 0);
  expect(await publish('one', 'd', 9)).toBe('retained');
  expect(await publish('two', 'b', 9)).toBe('retained');
  expect(await publish('one', 'e', 9)).toBe('retained');
  expect(retained).toMatchObject({ messages: 4, bytes: 40 });
});

test('what one may not retain is not, nor is it taken back', async () => {
  const { publish } = await bounded();
  expect(await publish('one', 'x', 9)).toBe('not allowed');
  expect(await publish('one', 'x', 0)).toBe('not allowed');
});

test('what an earlier run retained counts', async () => {
  const { retained, publish } = await bounded(['a', 'b', 'c', 'd', '$e']);
  expect(retained).toMatchObject({ messages: 5, bytes: 51 });
  expect(await publish('one', 'f', 1)).toBe('too many');
  expect(await publish('one', 'a', 9)).toBe('retained');
});

test('a message that is too long to be retained is passed on, and it is said', async () => {
  const context = loggedContext('warn');
  const { url } = await testBroker({}, context);
  const listen = async (clientId: string) => {
    const got: MqttMessage[] = [];
    const onMessage = async (message: MqttMessage) => void got.push(message);
    const link = openLink({ url, clientId, subscribe: ['#'], onMessage });
    onTestFinished(() => link.close(true));
    await eventually(`${clientId} is connected`, () => link.connected);
    return { got, link };
  };
  const { got, link } = await listen('early');
  await link.publish('long', Buffer.alloc(65_536), { retain: true });
  await link.publish('short', 'x', { retain: true });
  await eventually('both', () => got.length === 2);
  const late = await listen('late');
  await eventually('what is retained', () => late.got.length > 0);
  expect(late.got.map(({ topic }) => topic)).toEqual(['short']);
  expect(context.lines).toMatchObject([{ topic: 'long', reason: 'too long', msg: 'passed on, but not retained' }]);
});
