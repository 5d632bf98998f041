import { join } from 'node:path';
import { deviceLedgerSchema, minuteOf } from '@vedette/core/ledger';
import { encodeShot } from '@vedette/core/message';
import { eventually, sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { openCatalog } from '@vedette/store';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ALIAS, testEdge, testSink, topics } from '../sink.testing.ts';

test('the books of both sides are in the catalog: what a device retains, and what the sink did', async () => {
  const { port } = await testBroker();
  const edge = await testEdge(port);
  const shot = sampleShot();
  const { site, device, camera } = shot;
  const minute = minuteOf(shot.at);
  const cameras = [{ camera, minutes: [{ minute, changedAt: 1, received: 3, waiting: 3 }] }];
  const ledger = { v: 1, site, device, at: 1, cameras };
  await edge.publish(topics.deviceLedger(shot), JSON.stringify(ledger), { retain: true });

  const { sink, data } = await testSink({ port });
  await edge.send(shot);
  await edge.send(shot);
  const other = sampleShot({ at: shot.at + 120_000_000 });
  await edge.publish(ALIAS, encodeShot(other));
  await edge.publish(topics.shot(shot), 'a text');
  await edge.untilReceipts(4);
  await sink.stop(); // writes down what is left

  const catalog = await openCatalog(`file:${join(data, 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  const { items } = await catalog.ledger({ camera });
  const rowsOf = (side: string, of: string) => items.filter((one) => one.side === side && one.row.minute === of);
  expect(rowsOf('edge', minute)).toMatchObject([{ site, device, row: { received: 3, waiting: 3 } }]);
  expect(rowsOf('cloud', minute)).toMatchObject([{ site, device, row: { received: 2, stored: 1, duplicates: 1 } }]);
  expect(rowsOf('cloud', minuteOf(other.at))).toMatchObject([{ row: { received: 1, stored: 1 } }]);
  const rejected = items.filter(({ row }) => row.rejected > 0);
  expect(rejected).toMatchObject([{ side: 'cloud', row: { received: 1, rejectedBy: { text: 1 } } }]);
});

test('a sink removes books that are older than they may be', async () => {
  const data = temporaryFolder();
  const catalog = await openCatalog(`file:${join(data, 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  const minutes = [{ minute: '2026-01-01T00:00Z', changedAt: 1, received: 1 }];
  const cameras = [{ camera: 'door', minutes }];
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01') });
  await catalog.keepLedger('edge', deviceLedgerSchema.parse({ v: 1, site: 'home', device: 'pole', at: 1, cameras }));
  vi.useRealTimers();
  const { port } = await testBroker();
  await testSink({ port, data });
  await eventually('they are gone', async () => (await catalog.ledger()).items.length === 0);
});
