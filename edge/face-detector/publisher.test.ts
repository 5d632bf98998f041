import { readPayload } from '@vedette/core/message';
import { KeptLink, type MqttMessage } from '@vedette/core/mqtt';
import { eventually, quietContext, sampleShot, testBroker } from '@vedette/core/testing';
import { topicsUnder } from '@vedette/core/topics';
import { expect, onTestFinished, test } from 'vitest';
import { Publisher } from './publisher.ts';

const PLACE = { site: 'home', device: 'pole-7', camera: 'cam0' };
const BASE = 'vedette/home/pole-7/cam0';
const STATUS = { state: 'running', source: 'sim', model: 'yunet', provider: 'cpu' } as const;

/** A broker, and what is published on it from when the promise resolves. */
async function broker(port = 0) {
  const started = await testBroker({ port });
  const got: MqttMessage[] = [];
  const listener = new KeptLink({
    ...{ what: 'broker', log: quietContext().log },
    link: {
      url: started.url,
      clientId: 'listener',
      subscribe: ['vedette/#'],
      onMessage: async (message) => void got.push(message),
    },
  });
  onTestFinished(() => listener.close(true));
  await eventually('the listener is connected', () => listener.link);
  return { ...started, got, on: (leaf: string) => got.filter(({ topic }) => topic === `${BASE}/${leaf}`) };
}

function publisherAt(port: number, place = PLACE) {
  const brokerUrl = `mqtt://127.0.0.1:${port}`;
  const publisher = new Publisher({ brokerUrl, place, topics: topicsUnder('vedette'), log: quietContext().log });
  onTestFinished(() => publisher.close(true));
  return publisher;
}

const statesOf = (messages: MqttMessage[]) => messages.map(({ payload }) => JSON.parse(payload.toString()).state);

test('a shot waits for the broker, and the status is said on each connect', async () => {
  const first = await broker();
  const publisher = publisherAt(first.port);
  publisher.publishStatus(STATUS);
  await eventually('the status', () => first.on('status').length > 0);
  await first.stop();
  await eventually('the broker is missed', () => !publisher.connected);
  const publishing = publisher.publishShot(sampleShot(PLACE));
  publisher.publishStatus({ ...STATUS, state: 'away' });
  const second = await broker(first.port);
  await publishing;
  await eventually('the status again', () => second.on('status').length > 0);
  expect(statesOf(second.on('status'))).toEqual(['away']);
});

test('names may be long', async () => {
  const { port, got } = await broker();
  const place = { site: 's'.repeat(300), device: '港'.repeat(300), camera: 'c'.repeat(300) };
  await publisherAt(port, place).publishShot(sampleShot(place));
  await eventually('the shot', () => got.some(({ topic }) => topic === topicsUnder('vedette').shot(place)));
});

test('a shot arrives as it is, and its readable twin beside it', async () => {
  const { port, on } = await broker();
  const shot = sampleShot(PLACE);
  await publisherAt(port).publishShot(shot);
  await eventually('both', () => on('shot').length === 1 && on('meta').length === 1);
  expect(readPayload(on('shot')[0]?.payload ?? Buffer.alloc(0))).toEqual({ type: 'shot', shot });
  expect(JSON.parse(String(on('meta')[0]?.payload))).toMatchObject({ id: shot.id });
});

test('a close says the last status and no will; a hasty one refuses the shot that waits', async () => {
  const { port, on, stop } = await broker();
  const publisher = publisherAt(port);
  await eventually('it is connected', () => publisher.connected);
  publisher.publishStatus({ ...STATUS, state: 'away' });
  await publisher.close();
  const hasty = publisherAt(port);
  hasty.publishStatus(STATUS);
  await eventually('the status of the next one', () => on('status').length > 1);
  expect(statesOf(on('status'))).toEqual(['away', 'running']);
  await stop();
  await eventually('the broker is missed', () => !hasty.connected);
  const refused = expect(hasty.publishShot(sampleShot(PLACE))).rejects.toThrow('closed');
  await hasty.close(true);
  await refused;
});
