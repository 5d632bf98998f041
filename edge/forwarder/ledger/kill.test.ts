import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sumOf, sumRows } from '@vedette/core/ledger';
import { type KillMoment, killAfter, quietContext, seededRandom, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { openSpool } from '../spool/open-spool.testing.ts';
import { describeBook, openLedger } from './index.ts';

const CHILD = fileURLToPath(new URL('../dist/ledger/keep-books.testing.js', import.meta.url));
const ROUNDS = 20;

/**
 * Lets a process keep books until a moment, kills it, and returns how many each worker has begun, and how many of them may
 * have ended as dropped.
 */
async function workAndKill(
  folder: string,
  prefix: string,
  moment: KillMoment,
): Promise<{ begun: number[]; mayBeDropped: number }> {
  const lines = await killAfter(CHILD, [folder, prefix], moment);
  const last = new Map<string, { begun: number; isBack: boolean }>();
  for (const line of lines) {
    const [, worker = '', number, back] = line.split('-');
    last.set(worker, { begun: Number(number) + 1, isBack: back !== undefined });
  }
  const workers = [...last.values()];
  const mayBeDropped = workers.filter(({ begun, isBack }) => begun % 2 === 0 && !isBack).length;
  return { begun: workers.map(({ begun }) => begun), mayBeDropped };
}

test(`killed at ${ROUNDS} points, the books have each payload once, and each end`, async () => {
  const folder = temporaryFolder();
  const random = seededRandom(31);
  const before = { received: 0, stored: 0, dropped: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { begun, mayBeDropped } = await workAndKill(folder, `${round}`, {
      lines: Math.ceil(random() * 60),
      ms: random() * 40,
    });
    const spool = await openSpool(join(folder, 'spool'), { maxBytes: 1 << 30, segmentBytes: 200_000 });
    const ledger = await openLedger({ folder: join(folder, 'ledger'), spool, log: quietContext().log, maxLines: 100 });
    const { cameras } = describeBook(ledger.book, { home: { site: 'home', device: 'pole' }, now: Date.now() });
    const sum = sumRows(cameras.flatMap(({ minutes }) => minutes));
    const dropped = sumOf(sum.dropped);
    // Each worker has ended all that it began but the last.
    const ended = begun.reduce((total, count) => total + count - 1, 0);
    expect(sum.stored - before.stored, `ended in round ${round}`).toBeGreaterThanOrEqual(ended);
    expect(sum.stored - before.stored).toBeLessThanOrEqual(ended + begun.length);
    expect(sum.received - before.received, `taken in in round ${round}`).toBeGreaterThanOrEqual(ended);
    expect(sum.received - before.received).toBeLessThanOrEqual(ended + begun.length);
    expect(dropped - before.dropped, `dropped in round ${round}`).toBeLessThanOrEqual(mayBeDropped);
    expect(sum.received).toBe(sum.stored + sum.waiting + dropped);
    expect(sum.waiting).toBe([...spool.entries()].length);
    for (const { id } of [...spool.entries()]) {
      ledger.settled(id, 'stored');
      spool.complete(id);
    }
    Object.assign(before, { received: sum.received, stored: sum.stored + sum.waiting, dropped });
    ledger.close();
    await spool.close();
  }
  expect(before.stored).toBeGreaterThan(ROUNDS);
}, 90_000);
