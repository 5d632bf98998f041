import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually, HAS_MOSQUITTO, startMosquitto, testBroker } from '../../testing/index.ts';
import { Deferred } from './deferred.ts';
import type { LinkOptions } from './link.ts';
import { openLink } from './open-link.ts';

function open(options: LinkOptions) {
  const link = openLink(options);
  onTestFinished(() => link.close(true));
  return link;
}

async function listener(url: string, filter: string) {
  const got: string[] = [];
  const onMessage: LinkOptions['onMessage'] = async ({ payload }) => void got.push(payload.toString());
  const link = open({ url, clientId: 'listener', subscribe: [filter], onMessage });
  await eventually('the listener is connected', () => link.connected);
  return got;
}

test('a message that could not be handled ends the link, and comes again on the next one under the same number', async () => {
  const { url } = await testBroker();
  const session = { url, clientId: 'reader', durable: true, subscribe: ['a/#'] };
  const refused: (number | undefined)[] = [];
  const reasons: string[] = [];
  const first = open({
    ...session,
    async onMessage({ messageId }) {
      refused.push(messageId);
      throw new Error('disk full');
    },
    onDown: (reason) => reasons.push(reason),
  });
  await eventually('the reader is connected', () => first.connected);
  const writer = open({ url, clientId: 'writer' });
  await writer.publish('a/b', 'once');
  await writer.publish('a/b', 'twice');
  await eventually('the link is lost', () => reasons.length === 1);
  expect(reasons).toEqual(['a message on a/b could not be handled: disk full']);
  expect(refused).toEqual([expect.any(Number)]);

  const got: unknown[] = [];
  open({ ...session, onMessage: async ({ payload, messageId }) => void got.push([payload.toString(), messageId]) });
  await eventually('both come', () => got.length === 2);
  expect(got).toContainEqual(['once', refused[0]]);
});

test('a session that was kept is known, and what waits in it comes although its filter was taken away', async () => {
  const { url } = await testBroker();
  const session = { url, clientId: 'reader', durable: true };
  const first = open({ ...session, subscribe: ['a'] });
  await eventually('the reader is connected', () => first.connected);
  expect(first.isResumed).toBe(false);
  await first.close();
  const writer = open({ url, clientId: 'writer' });
  await writer.publish('a', 'waits');
  const got: string[] = [];
  const second = open({ ...session, onMessage: async ({ payload }) => void got.push(payload.toString()) });
  await eventually('the reader is back', () => second.connected);
  expect(second.isResumed).toBe(true);
  await second.unsubscribe('a');
  await second.subscribe('b');
  for (const topic of ['a', 'b']) await writer.publish(topic, `later on ${topic}`);
  await eventually('what was sent last is there', () => got.includes('later on b'));
  expect(got).toEqual(['waits', 'later on b']);
});

test('subscribed at QoS 0, whatever is published comes without a number: nobody waits for a PUBACK', async () => {
  const { url } = await testBroker();
  const got: unknown[] = [];
  const onMessage: LinkOptions['onMessage'] = async ({ payload, messageId }) =>
    void got.push([payload.toString(), messageId]);
  const reader = open({ url, clientId: 'reader', subscribe: ['a'], subscribeQos: 0, onMessage });
  await eventually('the reader is connected', () => reader.connected);
  await reader.subscribe('b');
  const writer = open({ url, clientId: 'writer' });
  for (const topic of ['a', 'b']) await writer.publish(topic, topic);
  await eventually('both come', () => got.length === 2);
  expect(got).toEqual([
    ['a', undefined],
    ['b', undefined],
  ]);
});

test('nobody there: says why, once, and what was to be published is refused', async () => {
  const gone = await testBroker();
  await gone.stop();
  const reasons: string[] = [];
  const link = open({ url: gone.url, clientId: 'nobody', onDown: (reason) => reasons.push(reason) });
  const outcomes = await Promise.allSettled([
    link.publish('t', 'x'),
    link.publish('t', 'x', { qos: 0 }),
    link.subscribe('t'),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(reasons).toEqual([expect.stringContaining('ECONNREFUSED')]);
  await expect(link.publish('t', 'too late')).rejects.toThrow('ECONNREFUSED');
});

test('the will is published when the client lets go, not when it says goodbye', async () => {
  const { url } = await testBroker();
  const got = await listener(url, 'status');
  const dying = (clientId: string) =>
    open({ url, clientId, will: { topic: 'status', payload: `${clientId} is gone` } });
  const [polite, hasty] = [dying('polite'), dying('hasty')];
  await eventually('both are connected', () => polite.connected && hasty.connected);
  const lastWords = polite.publish('status', 'goodbye');
  await polite.close();
  await lastWords;
  await hasty.close(true);
  await eventually('the will', () => got.includes('hasty is gone'));
  expect(got).toEqual(['goodbye', 'hasty is gone']);
});

describe.skipIf(!HAS_MOSQUITTO)('a broker that is frozen (needs mosquitto)', () => {
  test('a close ends all the same, and refuses what is open; a second one does not wait for the first', async () => {
    const { url, process: broker } = await startMosquitto();
    const up = () =>
      eventually('a link', async () => {
        const outcome = new Deferred<boolean>();
        const settle = { onUp: () => outcome.resolve(true), onDown: () => outcome.resolve(false) };
        const link = open({ url, clientId: `client-${Math.random()}`, ...settle });
        return (await outcome.promise) && link;
      });
    const [patient, hasty, idle] = [await up(), await up(), await up()];
    broker.kill('SIGSTOP');
    const refused = [patient, hasty].map((link) => expect(link.publish('t', 'x')).rejects.toThrow('closed'));
    const closing = [patient.close(), hasty.close(), idle.close()];
    await hasty.close(true);
    await refused[1];
    await Promise.all([...closing, ...refused]);
  });
});
