import { join } from 'node:path';
import { deviceLedgerSchema, minuteOf } from '@vedette/core/ledger';
import { nowMicros } from '@vedette/core/message';
import { eventually, quietContext, temporaryFolder } from '@vedette/core/testing';
import { openCatalog } from '@vedette/store';
import { expect, onTestFinished, test, vi } from 'vitest';
import { trimBooks } from './trim-books.ts';

const DAY = 86_400_000_000;

test('books that are too old go, whoever has written them, and the others stay', async () => {
  const catalog = await openCatalog(`file:${join(temporaryFolder(), 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  const [old, young] = [31, 29].map((days) => minuteOf(nowMicros() - days * DAY));
  const minutes = [old, young].map((minute) => ({ minute, changedAt: 1, received: 1 }));
  const cameras = [{ camera: 'door', minutes }];
  const ledger = deviceLedgerSchema.parse({ v: 1, site: 'home', device: 'pole', at: 1, cameras });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 31 * 86_400_000 });
  for (const writer of ['one', 'other']) await catalog.keepLedger('cloud', ledger, writer);
  vi.useRealTimers();
  await catalog.keepLedger('edge', { ...ledger, device: 'written just now' });
  const left = async () => (await catalog.ledger()).items.map(({ row }) => row.minute);
  const stop = new AbortController();
  const trimming = trimBooks({ catalog, days: 30, log: quietContext().log, signal: stop.signal });
  await eventually('the old ones are gone', async () => (await left()).length === 3);
  stop.abort();
  await trimming;
  expect(await left()).toEqual([old, young, young]);
});
