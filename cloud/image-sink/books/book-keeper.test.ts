import { join } from 'node:path';
import { CountedLog } from '@vedette/core/observe';
import { eventually, loggedContext, temporaryFolder } from '@vedette/core/testing';
import { type Catalog, openCatalog } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { topics } from '../sink.testing.ts';
import { SinkMeter } from '../sink-meter.ts';
import { BookKeeper } from './book-keeper.ts';

const PLACE = { site: 'home', device: 'pole', camera: 'cam0' };
const AT = Date.UTC(2026, 10, 20, 22, 38, 30) * 1_000;

async function rig() {
  const catalog = await openCatalog(`file:${join(temporaryFolder(), 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  const keeperOf = (keepLedger: Catalog['keepLedger'] = (...books) => catalog.keepLedger(...books)) => {
    const { log, metrics, lines } = loggedContext();
    const meter = new SinkMeter(metrics);
    const strange = new CountedLog((line) => log.warn(line, 'strange books'));
    const home = { site: 'home', device: 'cloud' };
    const keeper = new BookKeeper({ catalog: { keepLedger }, topics, home, meter, log, strange, writeMs: 10 });
    onTestFinished(() => keeper.close());
    return { keeper, metrics, lines };
  };
  const rows = async () => (await catalog.ledger()).items.map(({ side, row }) => ({ side, ...row }));
  return { catalog, keeperOf, rows };
}

/** As a forwarder publishes them, with `padding` bytes of space behind. */
function booksOf(device: string, stored: number, padding = 0) {
  const minutes = [{ minute: '2026-11-20T22:38Z', changedAt: 1_000 + stored, stored }];
  const ledger = { v: 1, site: 'home', device, at: 1, cameras: [{ camera: 'cam0', minutes }] };
  const topic = topics.deviceLedger({ site: 'home', device });
  return { topic, payload: Buffer.from(JSON.stringify(ledger) + ' '.repeat(padding)), retain: true };
}

test('what two sinks did with the shots of a minute is one row of the cloud', async () => {
  const { keeperOf, rows } = await rig();
  const [one, other] = [keeperOf().keeper, keeperOf().keeper];
  for (let i = 0; i < 3; i++) one.count(PLACE, AT, { outcome: 'stored' });
  other.count(PLACE, AT + 1_000_000, { outcome: 'duplicate' });
  other.count(PLACE, AT, { outcome: 'rejected', reason: 'conflict' });
  other.count(PLACE, AT, { outcome: 'rejected', reason: 'a reason of a stranger' });
  const [row] = await eventually('all is written down', async () => {
    const found = await rows();
    return found[0]?.received === 6 && found;
  });
  expect(row).toMatchObject({ side: 'cloud', minute: '2026-11-20T22:38Z', stored: 3, duplicates: 1, rejected: 2 });
  expect(row?.rejectedBy).toEqual({ conflict: 1, other: 1 });
  one.count(PLACE, AT, { outcome: 'stored' });
  await eventually('what came later, too', async () => (await rows())[0]?.stored === 4);
});

test('what a device says of itself is kept, the latest of it', async () => {
  const { keeperOf, rows } = await rig();
  const { keeper, metrics } = keeperOf();
  for (const stored of [1, 2, 3]) keeper.take(booksOf('pole', stored));
  await eventually('it is kept', async () => (await rows())[0]?.stored === 3);
  expect(await rows()).toMatchObject([{ side: 'edge', minute: '2026-11-20T22:38Z' }]);
  expect(await metrics.metrics()).toContain('vedette_sink_ledgers_total{outcome="kept"} 1');
});

test('books that cannot be read, or are of another device than their topic, are not kept', async () => {
  const { keeperOf, rows } = await rig();
  const { keeper, metrics, lines } = keeperOf();
  const { payload } = booksOf('pole', 1);
  const topic = topics.deviceLedger({ site: 'home', device: 'other' });
  keeper.take({ topic, payload, retain: false });
  keeper.take({ topic, payload: Buffer.from('nonsense'), retain: false });
  keeper.take({ topic, payload: Buffer.alloc(0), retain: false });
  await keeper.close();
  expect(await rows()).toEqual([]);
  expect(await metrics.metrics()).toContain('vedette_sink_ledgers_total{outcome="refused"} 2');
  expect(lines[0]).toMatchObject({ msg: 'strange books', topic });
});

test('while the catalog is away books wait, within bounds; then all is there, and each is said once', async () => {
  const { catalog, keeperOf, rows } = await rig();
  const closed = await openCatalog(`file:${join(temporaryFolder(), 'catalog.db')}`);
  await closed.close();
  let now: Catalog = closed;
  const { keeper, lines, metrics } = keeperOf((...books) => now.keepLedger(...books));
  keeper.count(PLACE, AT, { outcome: 'stored' });
  for (let i = 0; i < 100; i++) keeper.take(booksOf(`pole-${i}`, 1, 250_000));
  await eventually('it was tried', () => lines.length > 0);
  keeper.count(PLACE, AT, { outcome: 'stored' });
  keeper.count(PLACE, AT + 60_000_000, { outcome: 'stored' });
  now = catalog;
  await eventually('it is said', () => lines.length === 2);
  expect(lines.map(({ level }) => level)).toEqual([40, 30]);
  expect((await rows()).filter(({ side }) => side === 'cloud').map(({ stored }) => stored)).toEqual([2, 1]);
  const passed = /outcome="passed over"\} (\d+)/.exec(await metrics.metrics())?.[1];
  expect(Number(passed)).toBe(33); // 67 of them are 16 MiB
});

test('very many minutes do not stay in memory, and each is counted right', async () => {
  const { catalog, keeperOf } = await rig();
  const { keeper } = keeperOf();
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 10_001; i++) keeper.count(PLACE, AT + i * 60_000_000, { outcome: 'stored' });
    await eventually('they are written down', async () => {
      const { items } = await catalog.ledger({ from: AT + 10_000 * 60_000_000 - 60_000_000 });
      return items.at(-1)?.row.stored === round + 1;
    });
  }
  const { items } = await catalog.ledger({ limit: 1_000 });
  expect(new Set(items.map(({ row }) => row.stored))).toEqual(new Set([2]));
}, 60_000);
