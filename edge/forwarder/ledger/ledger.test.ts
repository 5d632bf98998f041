import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { metaOf, payloadOf } from '../spool/spool.testing.ts';
import { AT, books, MINUTE, PLACE, reportOf, rowsOf } from './ledger.testing.ts';

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
