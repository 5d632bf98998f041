import { openLink } from '@vedette/core/mqtt';
import { eventually, loggedContext, testBroker } from '@vedette/core/testing';
import { topicsUnder } from '@vedette/core/topics';
import { expect, onTestFinished, test } from 'vitest';
import { readRetained } from './retained-ledgers.ts';

const topics = topicsUnder('vedette');

function ledgerOf(device: string, over: object = {}): string {
  const minutes = [{ minute: '2026-11-20T22:38Z', changedAt: 7, generated: 1 }];
  return JSON.stringify({ v: 1, site: 'home', device, at: 7, cameras: [{ camera: 'cam0', minutes }], ...over });
}

test('a broker that goes away while it is asked has not said that there are no books', async () => {
  const context = loggedContext();
  const broker = await testBroker({ name: 'cloud-broker' }, context);
  const asking = readRetained({ url: broker.url }, topics, context.log, 500);
  const refused = expect(asking).rejects.toThrow(/no connection to the broker at .*ECONNREFUSED/);
  await eventually('it is asked', async () =>
    (await context.metrics.metrics()).includes('vedette_cloud_broker_clients 1'),
  );
  await broker.stop();
  await refused;
});

test('the books of each device are taken from its own topic, and nothing else is', async () => {
  const { port } = await testBroker({ name: 'cloud-broker' });
  const url = `mqtt://127.0.0.1:${port}`;
  const link = await openLink({ url, clientId: 'devices' });
  onTestFinished(() => link.close(true));
  const retained = {
    'pole-7': ledgerOf('pole-7'),
    'pole-8': ledgerOf('pole-8'),
    mallory: ledgerOf('pole-7', { at: 9 }),
    odd: 'no ledger',
  };
  for (const [device, text] of Object.entries(retained)) {
    await link.publish(topics.deviceLedger({ site: 'home', device }), text, { retain: true });
  }
  const { log, lines } = loggedContext('warn');
  const ledgers = await readRetained({ url }, topics, log);
  expect(ledgers.map(({ device, at }) => [device, at]).sort()).toEqual([
    ['pole-7', 7],
    ['pole-8', 7],
  ]);
  const told = lines.map(({ topic, msg }) => `${topic}: ${msg}`).sort();
  expect(told).toEqual([
    "vedette/home/mallory/ledger: the ledger is another device's than its topic",
    'vedette/home/odd/ledger: no ledger that this version can read',
  ]);
});
