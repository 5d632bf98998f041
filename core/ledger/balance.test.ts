import { expect, test } from 'vitest';
import { balanceOf, closes, RESIDUES } from './balance.ts';
import { type MinuteRow, minuteRowSchema } from './device-ledger.ts';

const AT = Date.UTC(2026, 10, 20, 22, 40);
const LATER = AT + 600_000;

function row(counts: Partial<MinuteRow>): MinuteRow {
  return minuteRowSchema.parse({ minute: '2026-11-20T22:38Z', changedAt: AT, ...counts });
}

/** The residues of a row as `kind name count`, and whether the books close. */
function residues(counts: Partial<MinuteRow>, inBucket?: number, now = LATER, forgotten?: number) {
  const found = balanceOf(row(counts), now, inBucket, forgotten);
  return [...found.map(({ kind, name, count }) => `${kind} ${name} ${count}`), closes(found)];
}

const CLOSED = { generated: 10, suppressed: 4, unpublished: { unreadable: 1 }, shots: 5, received: 5 };

test('where each sighting has its end, nothing is left', () => {
  expect(residues({ ...CLOSED, stored: 2, duplicates: 1, rejected: 1, dropped: { oversize: 1 } }, 3)).toEqual([true]);
  expect(residues({ ...CLOSED, stored: 3, waiting: 2, inFlight: 1 }, 3)).toEqual([true]);
});

test('what the tracker holds is open', () => {
  expect(residues({ generated: 5, suppressed: 3, held: 2 })).toEqual(['open held-by-tracker 2', true]);
});

test('a detector was killed: what it held is lost, but not what was taken in before it had said so', () => {
  const killed = { generated: 10, suppressed: 4, shots: 3, lostWithDetector: 3 };
  expect(residues({ ...killed, received: 3, stored: 3 })).toEqual(['noted lost-with-detector 3', true]);
  expect(residues({ ...killed, received: 5, stored: 5 })).toEqual(['noted lost-with-detector 1', true]);
  expect(residues({ ...killed, received: 8, stored: 8 })).toEqual(['noted not-reported 2', true]);
  const both = { ...killed, generated: 11, held: 1, received: 7, stored: 7 };
  expect(residues(both)).toEqual([true]);
});

test('what was sent by hand is in no report of a detector', () => {
  expect(residues({ received: 2, stored: 2 }, 2)).toEqual(['noted not-reported 2', true]);
});

test('published and not taken in: for a while it may have been overtaken by the report, then it is lost', () => {
  const counts = { generated: 3, shots: 3, received: 2, stored: 2 };
  expect(residues(counts, 2, AT + 1_000)).toEqual(['open on-the-edge-broker 1', true]);
  expect(residues(counts, 2, AT - 1_000)).toEqual(['open on-the-edge-broker 1', true]);
  expect(residues(counts, 2)).toEqual(['gap lost-before-spool 1', false]);
});

test('taken in without an end is a gap, and so is an end too many', () => {
  expect(residues({ generated: 3, shots: 3, received: 3, stored: 2 })).toEqual(['gap without-an-end 1', false]);
  expect(residues({ generated: 1, shots: 1, received: 1, stored: 2 })).toEqual(['gap without-an-end -1', false]);
});

test('the bucket against the receipts', () => {
  const counts = { generated: 5, shots: 5, received: 5, stored: 3, duplicates: 1, waiting: 1 };
  expect(residues(counts, 4)).toEqual([true]);
  expect(residues(counts, 3)).toEqual(['gap lost-in-bucket 1', false]);
  expect(residues(counts, 5)).toEqual(['open receipt-on-its-way 1', true]);
  expect(residues(counts, 7)).toEqual(['open receipt-on-its-way 1', 'noted not-in-these-books 2', true]);
});

test('what was sent again so late that it was counted anew excuses an object less, and no other duplicate does', () => {
  const again = { received: 3, stored: 2, duplicates: 1, recounted: 1, generated: 3, shots: 3 };
  expect(residues(again, 2)).toEqual(['noted counted-again 1', true]);
  expect(residues(again, 3)).toEqual([true]);
  expect(residues(again, 1)).toEqual(['gap lost-in-bucket 1', 'noted counted-again 1', false]);
  const killed = { generated: 4, shots: 2, lostWithDetector: 2, received: 4, stored: 2, duplicates: 2 };
  expect(residues(killed, 4)).toEqual([true]);
  expect(residues(killed, 2)).toEqual(['gap lost-in-bucket 2', false]);
  expect(residues({ received: 2, duplicates: 2 }, 1)).toEqual(['noted not-reported 2', 'gap lost-in-bucket 1', false]);
});

test('what was forgotten is missed by nobody, and excuses no more than was counted', () => {
  const counts = { generated: 5, shots: 5, received: 5, stored: 5 };
  expect(residues(counts, 2, LATER, 3)).toEqual(['noted forgotten 3', true]);
  expect(residues(counts, 2, LATER, 7)).toEqual(['noted forgotten 3', true]);
  expect(residues(counts, 2, LATER, 1)).toEqual(['gap lost-in-bucket 2', 'noted forgotten 1', false]);
  expect(residues(counts, 5, LATER, 3)).toEqual([true]);
});

test('each residue has its words', () => {
  expect(new Set(Object.values(RESIDUES)).size).toBe(Object.keys(RESIDUES).length);
});
