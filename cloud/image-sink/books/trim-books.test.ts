import { join } from 'node:path';
import { deviceLedgerSchema, minuteOf } from '@vedette/core/ledger';
import { nowMicros } from '@vedette/core/message';
import { eventually, quietContext, temporaryFolder } from '@vedette/core/testing';
import { openCatalog } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { trimBooks } from './trim-books.ts';

const DAY = 86_400_000_000;

test('books that are too old go, whoever has written them, and the others stay', async () => {
  const catalog = await openCatalog(`file:${join(temporaryFolder(), 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  const [old, young] = [31, 29].map((days) => minuteOf(nowMicros() - days * DAY));
  const minutes = [old, young].map((minute) => ({ minute, changedAt: 1, received: 1 }));
  const cameras = [{ camera: 'door', minutes }];
  const ledger = deviceLedgerSchema.parse({ v: 1, site: 'home', device: 'pole', at: 1, cameras });
  for (const writer of ['one', 'other']) await catalog.keepLedger('cloud', ledger, writer);
  await catalog.keepLedger('edge', ledger);
  const left = async () => (await catalog.ledger()).items.map(({ row }) => row.minute);
  const stop = new AbortController();
  const trimming = trimBooks({ catalog, days: 30, log: quietContext().log, signal: stop.signal });
  await eventually('the old ones are gone', async () => !(await left()).includes(old ?? ''));
  stop.abort();
  await trimming;
  expect(await left()).toEqual([young, young]);
});
