import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { SAMPLE_JPEG, sampleShot } from '../testing/sample-shot.ts';
import { encodeShot } from './codec.ts';
import { readPayload } from './read.ts';

/** The same bytes in every run: SHA-256 in counter mode. */
function pseudoRandom(seed: number, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`${seed}:${i}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

const typeOf = (payload: Buffer) => readPayload(payload).type;

test('random bytes are unreadable, never an exception', () => {
  for (let seed = 0; seed < 5_000; seed++) expect(typeOf(pseudoRandom(seed, 1 + (seed % 200)))).toBe('unreadable');
});

test('every first byte with lying lengths behind it is unreadable', () => {
  for (let first = 0; first < 256; first++) {
    for (const rest of ['', 'ff', 'ffff', 'ffffffff', 'ffffffffffffffff', '7fffffff', '00', 'c1c1c1', '72ff', '65a0']) {
      expect(typeOf(Buffer.concat([Buffer.from([first]), Buffer.from(rest, 'hex')]))).toBe('unreadable');
    }
  }
});

test.each([
  ['lists', 0x91],
  ['maps', 0x81],
])('a million nested %s are unreadable', (_what, byte) => {
  expect(typeOf(Buffer.alloc(1_000_000, byte))).toBe('unreadable');
});

test('millions of maps are refused before anything is built of them', () => {
  const wire = Buffer.concat([Buffer.from([0x81, 0xa1, 0x76, 0xdd]), Buffer.alloc(4), Buffer.alloc(8_000_000, 0x80)]);
  wire.writeUInt32BE(8_000_000, 4);
  expect(readPayload(wire)).toMatchObject({ reason: 'broken', detail: expect.stringContaining('65536 bytes') });
});

test('a shot cut anywhere, or with any byte turned over, is read as what it is or refused', () => {
  const wire = encodeShot(sampleShot());
  for (let i = 0; i < wire.length; i++) {
    expect(typeOf(wire.subarray(0, i))).toBe('unreadable');
    const turned = Buffer.from(wire);
    turned[i] = 0xff ^ (turned[i] ?? 0);
    expect(['shot', 'unreadable']).toContain(typeOf(turned));
  }
});

test('an image header cut or turned over anywhere never throws', () => {
  for (let i = 0; i < SAMPLE_JPEG.length; i++) {
    const turned = Buffer.from(SAMPLE_JPEG);
    turned[i] = 0xff ^ (turned[i] ?? 0);
    expect(['image', 'unreadable']).toContain(typeOf(turned));
    expect(['image', 'unreadable']).toContain(typeOf(SAMPLE_JPEG.subarray(0, i)));
  }
});

test('keys that name a prototype do no harm', () => {
  const wire = Buffer.concat([
    Buffer.from([0x81, 0xa9]),
    Buffer.from('__proto__'),
    Buffer.from([0x81, 0xa1, 0x76, 0x01]),
  ]);
  expect(typeOf(wire)).toBe('unreadable');
  expect({}).not.toHaveProperty('v');
});
