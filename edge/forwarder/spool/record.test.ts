import { expect, test } from 'vitest';
import { type EntryMeta, encodeCompletion, encodeEntry, scanRecords } from './record.ts';

const meta = (id: string): EntryMeta => ({
  id,
  topic: `vedette/home/pole/${id}/shot`,
  at: 7,
  site: 'home',
  device: 'pole',
});

const segment = (): Buffer[] => [
  Buffer.concat(encodeEntry(1, meta('a'), Buffer.from('first payload')).buffers),
  encodeCompletion(9),
  Buffer.concat(encodeEntry(2, meta('b'), Buffer.alloc(0)).buffers),
  Buffer.concat(encodeEntry(3, meta('ü'), Buffer.from('VSPL inside')).buffers),
];

const summary = (bytes: Buffer) =>
  Array.from(scanRecords(bytes), (record) => ('serial' in record ? `${record.kind} ${record.serial}` : record.kind));

const WHOLE = ['entry 1', 'completion 9', 'entry 2', 'entry 3'];

test('what was encoded is found again, with its payload', () => {
  const bytes = Buffer.concat(segment());
  expect(summary(bytes)).toEqual(WHOLE);
  const records = [...scanRecords(bytes)];
  expect(records[0]).toMatchObject({ meta: meta('a') });
  expect(records[3]).toMatchObject({ meta: meta('ü') });
  const payloads = records.map((r) =>
    r.kind === 'entry' ? bytes.toString('utf8', r.position, r.position + r.payloadBytes) : '',
  );
  expect(payloads).toEqual(['first payload', '', '', 'VSPL inside']);
});

test('a flipped byte costs at most its own record', () => {
  const parts = segment();
  const bytes = Buffer.concat(parts);
  const owner = parts.flatMap((part, i) => Array<number>(part.length).fill(i));
  for (let at = 0; at < bytes.length; at++) {
    for (const mask of [0x01, 0x80, 0xff]) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ mask;
      const found = summary(flipped);
      const rest = WHOLE.filter((_, i) => i !== owner[at]);
      expect(found.filter((r) => r !== 'damaged' && r !== 'torn')).toEqual(rest);
      expect(found, 'the loss is said').toHaveLength(WHOLE.length);
    }
  }
});

test('cut off anywhere, the records before the cut remain', () => {
  const parts = segment();
  const bytes = Buffer.concat(parts);
  const ends = parts.map((_, i) => parts.slice(0, i + 1).reduce((sum, part) => sum + part.length, 0));
  for (let length = 0; length < bytes.length; length++) {
    const whole = WHOLE.filter((_, i) => (ends[i] ?? 0) <= length);
    const isClean = length === 0 || ends.includes(length);
    expect(summary(bytes.subarray(0, length))).toEqual(isClean ? whole : [...whole, 'torn']);
  }
});

test('damage in two places costs two records, and no bytes make it fail', () => {
  const parts = segment();
  const bytes = Buffer.concat([
    Buffer.from('garbage'),
    ...parts.slice(0, 2),
    Buffer.alloc(5_000, 'VSPL'),
    ...parts.slice(2),
  ]);
  expect(summary(bytes)).toEqual(['damaged', 'entry 1', 'completion 9', 'damaged', 'entry 2', 'entry 3']);
});
