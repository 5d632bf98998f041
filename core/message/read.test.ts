import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Packr } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { SAMPLE_JPEG, sampleShot } from '../testing/sample-shot.ts';
import { sharedFile } from '../testing/shared.ts';
import { encodeShot } from './codec.ts';
import { readPayload } from './read.ts';
import type { Shot } from './shot.ts';

const pack = (value: unknown): Buffer => new Packr({ useRecords: false }).pack(value);
const reasonOf = (payload: Buffer) => {
  const read = readPayload(payload);
  return read.type === 'unreadable' ? read.reason : `readable as ${read.type}`;
};

test('a shot comes back as it was sent', () => {
  const shot = sampleShot();
  expect(readPayload(encodeShot(shot))).toEqual({ type: 'shot', shot });
});

test('a whole picture with nothing detected is a shot too', () => {
  const { v, id, site, device, camera, session, seq, at, clock, software, image } = sampleShot();
  const shot: Shot = { v, id, kind: 'frame', site, device, camera, session, seq, at, clock, software, image };
  expect(readPayload(encodeShot(shot))).toEqual({ type: 'shot', shot });
});

test('a bare JPEG is an image with its type and size', () => {
  expect(readPayload(SAMPLE_JPEG)).toEqual({
    type: 'image',
    header: { type: 'image/jpeg', width: 16, height: 12 },
  });
});

test('no bytes at all', () => {
  expect(reasonOf(Buffer.alloc(0))).toBe('empty');
});

test.each([
  'Testing bridged brokers!',
  '7',
  '{"id": 1}',
  'Überwachung',
  'é',
  'Привет, брокер',
  '日本',
  'ހެލޯ '.repeat(5_000),
  `${'x'.repeat(999)}é${'y'.repeat(50)}`,
  '😀'.repeat(300),
])('text is told from MessagePack, and quoted: %.30s', (text) => {
  const read = readPayload(Buffer.from(text));
  expect(read).toMatchObject({ type: 'unreadable', reason: 'text' });
  expect(read).toHaveProperty('detail', expect.stringContaining(text.slice(0, 1)));
});

test('a control character alone is no text', () => {
  expect(reasonOf(Buffer.from([0x05]))).toBe('broken');
});

test.each([
  ['a list', pack([1, 2, 3])],
  ['a number', pack(-7)],
  ['nil', pack(null)],
  ['half a shot', encodeShot(sampleShot()).subarray(0, 200)],
  ['a shot with bytes behind it', Buffer.concat([encodeShot(sampleShot()), Buffer.from([0])])],
])('%s is broken', (_what, payload) => {
  expect(reasonOf(payload)).toBe('broken');
});

test.each([
  ['no field of a shot', { hello: 1 }, 'id'],
  ['another version', { ...sampleShot(), v: 2 }, 'v'],
  ['an unknown field', { ...sampleShot(), code: 'rm' }, 'code'],
  ['a name with a topic level in it', { ...sampleShot(), camera: 'a/b' }, 'camera'],
  ['an id that is no UUIDv7', { ...sampleShot(), id: '../../etc/passwd' }, 'id'],
  ['a time that is no integer', { ...sampleShot(), at: 1.5 }, 'at'],
  ['an image that is text', { ...sampleShot(), image: { ...sampleShot().image, data: 'abc' } }, 'image.data'],
  ['a score beyond 1', { ...sampleShot(), score: 1.1 }, 'score'],
])('a map with %s is refused by the schema, and says where', (_what, value, where) => {
  const read = readPayload(pack(value));
  expect(read).toMatchObject({ type: 'unreadable', reason: 'schema' });
  expect(read).toHaveProperty('detail', expect.stringContaining(where));
});

test('an image that was altered on its way fails its checksum', () => {
  const shot = sampleShot();
  const data = Buffer.from(shot.image.data);
  data[200] = (data[200] ?? 0) ^ 1;
  expect(reasonOf(encodeShot({ ...shot, image: { ...shot.image, data } }))).toBe('checksum');
});

test.each([
  ['type', { type: 'image/png' as const }, SAMPLE_JPEG],
  ['size', { width: 8 }, SAMPLE_JPEG],
  ['bytes', {}, Buffer.from('no image at all')],
])('an image whose %s is not what the shot says is refused', (_what, over, data) => {
  const sha256 = createHash('sha256').update(data).digest('hex');
  const shot = sampleShot();
  expect(reasonOf(encodeShot({ ...shot, image: { ...shot.image, ...over, sha256, data } }))).toBe('image');
});

test('a detail is one line of bounded length', () => {
  const read = readPayload(pack({ ['x\n'.repeat(5_000)]: 1 }));
  if (read.type !== 'unreadable') throw new Error('should be unreadable');
  expect(read.detail.length).toBeLessThanOrEqual(500);
  expect(read.detail).not.toContain('\n');
});

const odd = sharedFile('testdata/odd');
describe.skipIf(!odd)('odd files as bare payloads (needs ../shared/testdata/odd)', () => {
  const reasons: Record<string, string> = {
    'animated.gif': 'image',
    'empty.jpg': 'empty',
    'plain.bmp': 'image',
    'plain.gif': 'image',
    'random.jpg': 'broken',
    'soi-then-random.jpg': 'image',
    'text.jpg': 'text',
    'tiff.tif': 'image',
    'truncated-header.jpg': 'image',
    'vector.jpg': 'text',
  };
  test.each(readdirSync(odd ?? '.').filter(() => odd !== undefined))('%s', (name) => {
    // What decodes only in part has a good header: that is for whoever decodes it to find.
    expect(reasonOf(readFileSync(join(odd ?? '', name)))).toBe(reasons[name] ?? 'readable as image');
  });
});
