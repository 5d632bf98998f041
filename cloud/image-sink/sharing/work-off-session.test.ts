import { openLink } from '@vedette/core/mqtt';
import { eventually, HAS_MOSQUITTO, startMosquitto } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { testEdge, topics } from '../sink.testing.ts';
import { workOffSession } from './work-off-session.ts';

const withMosquitto = test.skipIf(!HAS_MOSQUITTO);
const never = new AbortController().signal;
const filters = ['shots'];

/** A broker whose queues hold five messages, with a session of a client that is away. */
async function filled() {
  const { url } = await startMosquitto('max_inflight_messages 1', 'max_queued_messages 5');
  const link = { url, clientId: 'away' };
  const { publish } = await testEdge(Number(new URL(url).port));
  const away = openLink({ ...link, durable: true, subscribe: filters });
  await eventually('it has its session', () => away.connected);
  await away.close();
  for (let i = 0; i < 10; i++) await publish('shots', String(i));
  return { link };
}

withMosquitto('what waits in a full queue is taken to its end (needs mosquitto)', async () => {
  const { link } = await filled();
  const got: string[] = [];
  const working = workOffSession({
    ...{ link, topics, filters, signal: never },
    onMessage: async ({ payload }) => void got.push(payload.toString()),
  });
  expect(await working).toBe('ended');
  expect(got.slice(0, 5)).toEqual(['0', '1', '2', '3', '4']);
  const again = workOffSession({ link, topics, filters, signal: never, onMessage: async () => void got.push('more') });
  expect(await again).toBe('none');
  expect(got).not.toContain('more');
});

withMosquitto('what is left when it is cut off waits for the next (needs mosquitto)', async () => {
  const { link } = await filled();
  const stop = new AbortController();
  const onMessage = async () => stop.abort();
  expect(await workOffSession({ link, topics, filters, signal: stop.signal, onMessage })).toBe('cut off');
  const got: string[] = [];
  const rest = { link, topics, filters, signal: never };
  expect(await workOffSession({ ...rest, onMessage: async ({ payload }) => void got.push(payload.toString()) })).toBe(
    'ended',
  );
  expect(got.slice(-3)).toEqual(['2', '3', '4']);
});
