import { Packr } from 'msgpackr';
import { expect, test } from 'vitest';
import { sampleShot } from '../testing/sample-shot.ts';
import { encodeShot } from './codec.ts';
import { exceedsOutside } from './outside-bytes.ts';

const pack = (value: unknown): Buffer => new Packr({ useRecords: false, variableMapSize: true }).pack(value);

/** Exactly so many bytes, by the only question there is. */
function expectOutside(payload: Buffer, bytes: number): void {
  expect([exceedsOutside(payload, bytes - 1), exceedsOutside(payload, bytes)]).toEqual([true, false]);
}

test.each([
  ['a small number', pack(7)],
  ['numbers of each size', pack([200, -100, 70_000, -70_000, 1.5, 2n ** 40n, -(2n ** 40n)])],
  ['nil and booleans', pack([null, true, false])],
  ['texts of each length', pack(['', 'a', 'x'.repeat(31), 'x'.repeat(32), 'x'.repeat(300), 'x'.repeat(70_000)])],
  ['long lists and maps', pack([Array(20).fill(1), Array(70_000).fill([]), { a: { b: {} } }])],
  ['extensions', Buffer.from('94d40100d80100000000000000000000000000000000c7030100000000c0', 'hex')],
])('%s: every byte counts', (_what, payload) => {
  expectOutside(payload, payload.length);
});

test.each([0, 255, 256, 65_535, 65_536])('of a byte string of %s bytes only its header counts', (length) => {
  const payload = pack({ data: Buffer.alloc(length, 0xff), n: 1 });
  expectOutside(payload, payload.length - length);
});

test('of a shot, all but its picture counts', () => {
  const shot = sampleShot();
  const wire = encodeShot(shot);
  expectOutside(wire, wire.length - shot.image.data.length);
});

test('a length that is cut off, or that lies, is no exception', () => {
  for (const hex of ['c4', 'c5ff', 'c6ffffff', 'c6ffffffff', 'd9', 'db0000', 'c9ffff', 'df']) {
    expect(exceedsOutside(Buffer.from(hex, 'hex'), 10)).toBe(false);
  }
  expect(exceedsOutside(Buffer.from('dbffffffff', 'hex'), 10)).toBe(true);
});
