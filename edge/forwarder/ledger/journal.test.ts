import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, loggedContext, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { books, rowsOf } from './ledger.testing.ts';
import { readBook } from './open-ledger.ts';

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
