import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deviceLedgerSchema } from '@vedette/core/ledger';
import { expect, test } from 'vitest';
import { encodeBook } from './device-ledger.ts';
import { AT, books, HOME, MINUTE, reportOf } from './ledger.testing.ts';
import { readBook } from './open-ledger.ts';

test('what is published can be read, is short, and says where a camera is of another device', async () => {
  const { ledger, take } = await books();
  await take('a');
  ledger.received({ id: 'b', site: 'other', device: 'boat', camera: 'cam9', at: AT });
  const text = encodeBook(ledger.book, { home: HOME, now: Date.now(), inFlight: ['b'] });
  expect(text).not.toContain('duplicates');
  expect(deviceLedgerSchema.parse(JSON.parse(text))).toMatchObject({
    ...HOME,
    cameras: [
      { camera: 'cam0', minutes: [{ received: 1, waiting: 1, stored: 0 }] },
      { site: 'other', device: 'boat', camera: 'cam9', minutes: [{ received: 1, waiting: 1, inFlight: 1 }] },
    ],
  });
  expect(deviceLedgerSchema.parse(JSON.parse(text)).cameras[0]).not.toHaveProperty('site', 'home');
});

test('what is published is short, whatever a detector is called and says, and names how much is left out', async () => {
  const { ledger } = await books();
  for (let i = 0; i < 300; i++) {
    const report = reportOf('s1', {
      generated: 1e9,
      suppressed: 1e9,
      unpublished: { unsent: 1e9, unreadable: 1e9, x: 1e9 },
    });
    ledger.seen({ ...HOME, camera: `${'漢'.repeat(100)}${i}` }, report);
  }
  const text = encodeBook(ledger.book, { home: HOME, now: Date.now() });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(32 << 10);
  const { omitted, cameras } = deviceLedgerSchema.parse(JSON.parse(text));
  expect(cameras.length).toBeGreaterThan(40);
  expect(omitted).toBe(300 - cameras.length);
});

test('an old minute is neither published nor kept, unless something of it waits', async () => {
  const { ledger, folder, take, end } = await books();
  await take('a');
  await take('b', AT + MINUTE);
  end('a');
  const tomorrow = Date.now() + 25 * 3_600_000;
  expect(encodeBook(ledger.book, { home: HOME, now: tomorrow })).not.toContain('minute');
  const { book } = readBook(join(folder, 'ledger'));
  book.apply(['at', tomorrow]);
  expect([...book.snapshot()].filter(([name]) => name === 'row')).toHaveLength(1);
  expect(readFileSync(join(folder, 'ledger/ledger.jsonl'), 'utf8')).toContain('22:38Z');
});
