import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { commonSchema } from '@vedette/core/config';
import { FORWARDER_CLIENT_ID, KeptLink } from '@vedette/core/mqtt';
import { eventually, fillDisk, loggedContext, quietContext, smallDisk } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { edgeBrokerSchema } from './config.ts';
import { startEdgeBroker } from './edge-broker.ts';
import { LevelStore } from './level-store.ts';

const TOPIC = 'vedette/home/pole-7/cam0/shot';
const BODY = 'x'.repeat(60_000);

async function start(disk: string, context = quietContext()) {
  const common = commonSchema.parse({ data: disk, device: 'pole-7' });
  const broker = await startEdgeBroker(edgeBrokerSchema.parse({ port: 0 }), common, context);
  onTestFinished(() => broker.stop());
  return broker;
}

async function client(port: number, clientId: string, received?: Set<string>): Promise<KeptLink> {
  const link = new KeptLink({
    what: 'edge broker',
    log: quietContext().log,
    link: {
      url: `mqtt://127.0.0.1:${port}`,
      clientId,
      durable: received !== undefined,
      will: { topic: `vedette/home/pole-7/${clientId}/status`, payload: '{"state":"offline"}' },
      onMessage: async ({ payload }) => void received?.add(payload.toString('utf8', 0, payload.indexOf(' '))),
    },
  });
  onTestFinished(() => link.close(true));
  return link;
}

test('a full disk ends no broker: it says so, serves who comes, and stores again when there is room', async ({
  skip,
}) => {
  const disk = smallDisk(40) ?? skip('only root may mount a small disk');
  const context = loggedContext();
  const broker = await start(disk, context);
  const detector = await client(broker.port, 'detector');
  const filler = fillDisk(disk);
  const names = Array.from({ length: 200 }, (_, index) => `shot-${index}`);
  const published = Promise.all(names.map((name) => detector.publish(TOPIC, `${name} ${BODY}`)));
  const { reason } = await eventually('it says so', () => {
    const readiness = broker.ready();
    return readiness.ready ? undefined : readiness;
  });
  expect(reason).toContain('No space left on device');
  const visitor = await client(broker.port, 'visitor');
  await eventually('who comes is served', () => visitor.link);
  await visitor.close();
  expect(broker.ready().ready).toBe(false);

  rmSync(filler);
  await eventually('it stores again', () => broker.ready().ready);
  await published;
  const received = new Set<string>();
  await client(broker.port, FORWARDER_CLIENT_ID, received);
  await eventually('each of them is there', () => received.size === names.length);
  const told = context.lines.filter(({ msg }) => msg.includes('stored'));
  expect(told.map(({ level }) => level)).toEqual([50, 30]);
});

test('on a disk that is full from the start, the broker says in one line what is wrong', async ({ skip }) => {
  const disk = smallDisk(4) ?? skip('only root may mount a small disk');
  fillDisk(disk);
  await expect(start(disk)).rejects.toMatchObject({
    name: 'ResourceError',
    message: expect.stringMatching(/edge-broker.*(No space left|ENOSPC|no space left)/),
  });
});

test('what is stored after a write that failed is there when the store is opened again', async ({ skip }) => {
  const disk = smallDisk(40) ?? skip('only root may mount a small disk');
  const store = new LevelStore(join(disk, 'messages'), quietContext().log);
  await store.open();
  await store.put('early', Buffer.alloc(50_000));
  const filler = fillDisk(disk);
  await expect(store.put('large', Buffer.alloc(200_000))).rejects.toThrow('No space left on device');
  rmSync(filler);
  const late = Array.from({ length: 20 }, (_, index) => `late-${index}`);
  const stored: string[] = [];
  await eventually('the last one is stored', async () => {
    const results = await Promise.allSettled(late.map((key) => store.put(key, Buffer.alloc(20_000))));
    stored.push(...late.filter((_, index) => results[index]?.status === 'fulfilled'));
    return stored.includes('late-19');
  });
  await store.close();
  await store.open();
  for (const key of ['early', ...stored]) expect(await store.get(key)).toHaveLength(key === 'early' ? 50_000 : 20_000);
  await store.close();
});

test('a broker whose disk was full when it ended starts again when there is room', async ({ skip }) => {
  const disk = smallDisk(40) ?? skip('only root may mount a small disk');
  const first = await start(disk);
  const detector = await client(first.port, 'detector');
  await detector.publish(TOPIC, `early ${BODY}`);
  const filler = fillDisk(disk);
  void Promise.all(Array.from({ length: 200 }, () => detector.publish(TOPIC, `late ${BODY}`))).catch(() => undefined);
  await eventually('it is full', () => !first.ready().ready);
  await detector.close(true);
  await first.stop();
  fillDisk(disk); // what it gave back as it ended
  await expect(start(disk)).rejects.toMatchObject({ name: 'ResourceError' });
  rmSync(filler);
  const received = new Set<string>();
  await client((await start(disk)).port, FORWARDER_CLIENT_ID, received);
  await eventually('what it had acknowledged is there', () => received.has('early'));
});
