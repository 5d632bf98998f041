import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cameraLedgerSchema, deviceLedgerSchema, type MinuteRow } from '@vedette/core/ledger';
import { eventually, loggedContext, quietContext, temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { Outcome } from '../meter.ts';
import { openSpool } from '../spool/open-spool.testing.ts';
import { metaOf, payloadOf } from '../spool/spool.testing.ts';
import { describeBook, encodeBook } from './device-ledger.ts';
import { type Ledger, openLedger } from './index.ts';
import { readBook } from './open-ledger.ts';

const HOME = { site: 'home', device: 'pole' };
const PLACE = { ...HOME, camera: 'cam0' };
const AT = Date.UTC(2026, 10, 20, 22, 38) * 1_000;
const MINUTE = 60_000_000;

/** A folder with a spool and books, which can be opened again. */
async function books(folder = temporaryFolder(), maxLines = 20_000, log = quietContext().log) {
  const spool = await openSpool(join(folder, 'spool'));
  const ledger = await openLedger({ folder: join(folder, 'ledger'), spool, log, maxLines });
  onTestFinished(() => ledger.close());
  return {
    ...{ folder, spool, ledger },
    async take(id: string, at = AT) {
      const meta = metaOf(id, { at, camera: 'cam0' });
      await spool.append(meta, payloadOf('x'));
      ledger.received(meta);
    },
    end(id: string, outcome: Outcome = 'stored', reason?: string) {
      ledger.settled(id, outcome, reason);
      spool.complete(id);
    },
    async again(log = quietContext().log) {
      ledger.close();
      await spool.close();
      return books(folder, maxLines, log);
    },
  };
}

function rowsOf(ledger: Ledger, inFlight: string[] = []): MinuteRow[] {
  const { cameras } = describeBook(ledger.book, { home: HOME, now: Date.now(), inFlight });
  return cameras.flatMap(({ minutes }) => minutes);
}

test('each payload is counted once in its minute of capture, with its end', async () => {
  const { ledger, take, end } = await books();
  await take('a');
  await take('b');
  await take('c', AT + MINUTE);
  await take('d', AT + MINUTE);
  end('a');
  end('a');
  end('b', 'duplicate');
  ledger.settled('c', 'dropped', 'damaged');
  ledger.refused({ ...metaOf('e'), camera: 'cam0', at: AT }, 'oversize');
  ledger.received({ ...metaOf('d'), at: AT + MINUTE });
  expect(rowsOf(ledger, ['d'])).toMatchObject([
    { minute: '2026-11-20T22:38Z', received: 3, stored: 1, duplicates: 1, dropped: { oversize: 1 }, waiting: 0 },
    { minute: '2026-11-20T22:39Z', received: 2, stored: 0, dropped: { damaged: 1 }, waiting: 1, inFlight: 1 },
  ]);
});

test('opened again they are the same, also where the journal was written anew meanwhile', async () => {
  const first = await books(temporaryFolder(), 3);
  first.ledger.seen(PLACE, reportOf('s1', { generated: 5, shots: 3 }));
  for (const id of ['a', 'b', 'c', 'd', 'e']) await first.take(id);
  for (const id of ['a', 'b']) first.end(id);
  first.ledger.settled('c', 'rejected', 'schema');
  first.spool.complete('c');
  const before = rowsOf(first.ledger);
  const second = await first.again();
  expect(rowsOf(second.ledger)).toEqual(before);
  expect(before).toMatchObject([{ generated: 5, held: 2, received: 5, stored: 2, rejected: 1, waiting: 2 }]);
  expect(rowsOf((await second.again()).ledger)).toEqual(before);
});

test('what the spool took in before the books were told is taken in when they are opened', async () => {
  const { spool, again } = await books();
  await spool.append(metaOf('a', { at: AT, camera: 'cam0' }), payloadOf('a'));
  const { ledger } = await again();
  expect(rowsOf(ledger)).toMatchObject([{ received: 1, waiting: 1 }]);
});

test.each(['stored', 'duplicate', 'rejected'] as const)(
  'what is %s by the books, and in the spool still, is done with',
  async (outcome) => {
    const { ledger, take, again } = await books();
    await take('a');
    ledger.settled('a', outcome);
    const second = await again();
    expect([...second.spool.entries()]).toEqual([]);
    const key = outcome === 'duplicate' ? 'duplicates' : outcome;
    expect(rowsOf(second.ledger)).toMatchObject([{ received: 1, [key]: 1, waiting: 0 }]);
  },
);

test.each([20_000, 1])('what was dropped and is in the spool again is not thrown away (%i lines)', async (maxLines) => {
  const first = await books(temporaryFolder(), maxLines);
  await first.take('published-again');
  await first.take('not-completed');
  first.end('published-again', 'dropped', 'spool-full');
  first.ledger.settled('not-completed', 'dropped', 'too-old');
  await first.take('published-again');
  expect(rowsOf(first.ledger)).toMatchObject([{ received: 2, waiting: 1, dropped: { 'too-old': 1 } }]);
  const second = await first.again();
  const third = await second.again();
  expect([...third.spool.entries()].map(({ id }) => id).sort()).toEqual(['not-completed', 'published-again']);
  expect(third.ledger.waiting).toBe(2);
  third.end('published-again');
  third.end('not-completed', 'dropped', 'damaged');
  expect(rowsOf(third.ledger)).toMatchObject([{ received: 2, stored: 1, waiting: 0 }]);
  expect(rowsOf(third.ledger)[0]?.dropped).toEqual({ damaged: 1 });
});

test.each([20_000, 1])(
  'what comes again after its receipt waits again, also when killed (%i lines)',
  async (maxLines) => {
    const first = await books(temporaryFolder(), maxLines);
    for (const id of ['a', 'b', 'c']) {
      await first.take(id);
      first.end(id);
      await first.take(id);
    }
    const killed = temporaryFolder(); // as the files are at this moment
    cpSync(join(first.folder, 'ledger'), join(killed, 'ledger'), { recursive: true });
    await first.spool.close();
    cpSync(join(first.folder, 'spool'), join(killed, 'spool'), { recursive: true });
    const second = await books(killed, maxLines);
    expect([...second.spool.entries()].map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(rowsOf(second.ledger)).toMatchObject([{ received: 3, stored: 0, waiting: 3 }]);
    second.end('a', 'duplicate');
    second.end('b', 'dropped', 'spool-full');
    second.end('c', 'rejected');
    expect(rowsOf(second.ledger)).toMatchObject([{ received: 3, stored: 3, duplicates: 0, rejected: 0, waiting: 0 }]);
    expect(rowsOf(second.ledger)[0]?.dropped).toEqual({});
  },
);

test('what the spool has lost is dropped, and named', async () => {
  const { spool, take, again } = await books();
  await take('a');
  spool.complete('a');
  const { ledger } = await again();
  expect(rowsOf(ledger)).toMatchObject([{ received: 1, dropped: { 'not-in-spool': 1 }, waiting: 0 }]);
});

test('what comes again after its end is not counted again, now or after a restart', async () => {
  const first = await books();
  await first.take('a');
  first.end('a');
  await first.take('a');
  expect(first.ledger.waiting).toBe(1);
  first.end('a', 'duplicate');
  expect(first.ledger.waiting).toBe(0);
  const second = await first.again();
  await second.take('a');
  second.end('a', 'duplicate');
  expect(rowsOf(second.ledger)).toMatchObject([{ received: 1, stored: 1, duplicates: 0 }]);
});

test('what comes again when its end is forgotten is counted anew, and told apart', async () => {
  const first = await books(temporaryFolder(), 5_000);
  await first.take('a');
  first.end('a');
  for (let i = 0; i < 10_000; i++) {
    first.ledger.received({ ...metaOf(`id-${i}`), at: AT + MINUTE });
    first.ledger.settled(`id-${i}`, 'duplicate');
  }
  await first.take('a');
  await first.take('b');
  const second = await first.again();
  second.end('a', 'duplicate');
  const [, row] = rowsOf(second.ledger);
  expect(rowsOf(second.ledger)[0]).toMatchObject({ received: 3, stored: 1, duplicates: 1, recounted: 1, waiting: 1 });
  expect(row).toMatchObject({ received: 10_000, duplicates: 10_000, recounted: 0 });
});

test('what a run of a detector has counted replaces what it said before, and is added to what others said', async () => {
  const { ledger, again } = await books();
  ledger.seen(PLACE, reportOf('s1', { generated: 2, suppressed: 1 }));
  ledger.seen(PLACE, reportOf('s1', { generated: 6, suppressed: 2, shots: 2, unpublished: { unsent: 1 } }));
  ledger.seen(PLACE, reportOf('s1', { generated: 2, suppressed: 1 })); // comes late
  ledger.seen(PLACE, reportOf('s2', { generated: 3 }));
  const expected = { generated: 9, suppressed: 2, unpublished: { unsent: 1 }, shots: 2, held: 3, lostWithDetector: 1 };
  expect(rowsOf(ledger)).toMatchObject([expected]);
  expect(rowsOf((await again()).ledger)).toMatchObject([expected]);
});

test('of a detector that is started anew all the time, the sum is kept', async () => {
  const { ledger, again } = await books();
  for (let run = 0; run < 40; run++) ledger.seen(PLACE, reportOf(`s${run}`, { generated: 2, shots: 1 }));
  expect(rowsOf(ledger)).toMatchObject([{ generated: 80, shots: 40, held: 1, lostWithDetector: 39 }]);
  ledger.seen(PLACE, reportOf('s30', { generated: 5, shots: 2 })); // it was alive still
  const expected = { generated: 83, shots: 41, held: 3, lostWithDetector: 39 };
  expect(rowsOf(ledger)).toMatchObject([expected]);
  const second = await again();
  expect(rowsOf(second.ledger)).toMatchObject([expected]);
});

test('a line that a crash cut off, and one that is damaged, cost no other; damage is said', async () => {
  const { folder, ledger: first, take, again } = await books();
  await take('a');
  first.close();
  const { log, lines } = loggedContext();
  appendFileSync(join(folder, 'ledger/ledger.jsonl'), '["in","b",\n["nonsense"]\n["out","a"');
  const { ledger } = await again(log);
  expect(rowsOf(ledger)).toMatchObject([{ received: 1, waiting: 1 }]);
  expect(lines.map(({ lines: count }) => count)).toEqual([2]);
});

test('the journal stays small, and at any time there is one', async () => {
  const { folder, take, end } = await books(temporaryFolder(), 50);
  for (let i = 0; i < 500; i++) {
    await take(`id-${i}`);
    end(`id-${i}`);
  }
  expect(readdirSync(join(folder, 'ledger'))).toEqual(['ledger.jsonl']);
  expect(statSync(join(folder, 'ledger/ledger.jsonl')).size).toBeLessThan(16_000);
  const [row] = [...readBook(join(folder, 'ledger')).book.rows()];
  expect(row?.ends.stored).toBe(500);
});

test('where the disk takes nothing the books go on, say so once, and are whole when it does again', async () => {
  const { log, lines } = loggedContext();
  const { folder, take, end } = await books(temporaryFolder(), 3, log);
  const ledger = join(folder, 'ledger');
  rmSync(ledger, { recursive: true });
  let ended = 0;
  const more = async () => {
    await take(`${ended}`);
    end(`${ended}`);
    ended += 1;
  };
  for (let i = 0; i < 5; i++) await more();
  expect(lines.map(({ msg }) => msg)).toEqual(['the ledger cannot be written; after a crash its counts may be wrong']);
  mkdirSync(ledger);
  await eventually('it is written again', async () => {
    await more();
    return lines.length > 1;
  });
  expect(lines.map(({ msg }) => msg).slice(1)).toEqual(['the ledger is on disk again']);
  expect([...readBook(ledger).book.rows()].map(({ ends }) => ends.stored)).toEqual([ended]);
});

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

function reportOf(session: string, counts: object) {
  const minutes = [{ minute: '2026-11-20T22:38Z', ...counts }];
  return cameraLedgerSchema.parse({ v: 1, session, minutes });
}
