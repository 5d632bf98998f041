import { expect, test } from 'vitest';
import { BLOCK, blocksFor, readTarHeader, writeTarHeader } from './tar-header.ts';

function headerOf(name: string, bytes: number, seconds = 1_763_678_308): Buffer {
  const block = Buffer.alloc(BLOCK);
  writeTarHeader(block, { name, bytes }, seconds);
  return block;
}

test.each([
  ['a.jpg', 0],
  ['x'.repeat(100), 8_589_934_591],
  ['Küche/カメラ.json', 511],
])('a header says that %s has %i bytes', (name, bytes) => {
  expect(readTarHeader(headerOf(name, bytes))).toEqual({ name, bytes });
});

test('what is no header of ours says nothing', () => {
  const header = headerOf('a.jpg', 100);
  const damaged = [0, 99, 124, 148, 257].map((at) => {
    const copy = Buffer.from(header);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  });
  const others = [Buffer.alloc(0), Buffer.alloc(BLOCK), header.subarray(0, BLOCK - 1), Buffer.alloc(BLOCK, 'x')];
  for (const block of [...damaged, ...others]) expect(readTarHeader(block)).toBeUndefined();
});

test('a name that has no room is refused, and a time beyond the field is its last', () => {
  expect(() => headerOf('ü'.repeat(51), 1)).toThrow(RangeError);
  expect(headerOf('a', 1, Number.MAX_SAFE_INTEGER).toString('latin1', 136, 148)).toBe('77777777777\0');
});

test('content takes whole blocks', () => {
  expect([0, 1, 512, 513].map(blocksFor)).toEqual([0, 512, 512, 1_024]);
});
