import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { SAMPLE_JPEG, sampleShot } from '../testing/sample-shot.ts';
import { isClockSuspect, nowMicros } from './clock.ts';
import { encodeShot } from './codec.ts';
import { describeShot } from './describe.ts';
import { readImageHeader } from './image-header.ts';
import { readPayload } from './read.ts';
import { payloadId, receiptSchema } from './receipt.ts';
import { shotSchema } from './shot.ts';
import { type Origin, wrapImage } from './wrap-image.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAMCAMAAABcOc2zAAAAA1BMVEXIlnhBAy6wAAAADElEQVQImWNgGD4AAADMAAEw6crUAAAAAElFTkSuQmCC',
  'base64',
);
const WEBP = Buffer.from('UklGRjAAAABXRUJQVlA4ICQAAACQAQCdASoQAAwAAsBMJZACdLoAA5gA/ufkvXeLSjXqRhixAAA=', 'base64');
const origin: Origin = {
  site: 'home',
  device: 'jetson-1',
  camera: 'door',
  session: 's',
  seq: 3,
  at: Date.UTC(2026, 10, 20) * 1_000,
  software: 'vedette/test',
};

test('a description is the shot without its pixels, and says how many bytes they are', () => {
  const shot = sampleShot();
  const description = describeShot(shot);
  expect(description.image).toEqual({
    type: 'image/jpeg',
    width: 16,
    height: 12,
    sha256: shot.image.sha256,
    bytes: SAMPLE_JPEG.length,
  });
  expect(description).toMatchObject({ box: shot.box, score: shot.score, frame: shot.frame });
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
});

test.each([
  ['image/jpeg', SAMPLE_JPEG],
  ['image/png', PNG],
  ['image/webp', WEBP],
] as const)('a wrapped %s is a valid shot that travels', (type, data) => {
  const header = readImageHeader(data);
  expect(header).toEqual({ type, width: 16, height: 12 });
  if (!header) return;
  const wrapped = wrapImage(data, header, origin);
  if (wrapped.type !== 'shot') throw new Error(wrapped.detail);
  const { shot } = wrapped;
  expect(shotSchema.parse(shot)).toEqual(shot);
  expect(shot).toMatchObject({ ...origin, kind: 'frame', clock: { offsetMs: null, suspect: false } });
  expect(readPayload(encodeShot(shot))).toEqual({ type: 'shot', shot });
});

test('two wrapped images have ids of their own; a clock before our time is suspect', () => {
  const header = { type: 'image/jpeg', width: 16, height: 12 } as const;
  const wrapped = [5_000_000, origin.at].map((at) => wrapImage(SAMPLE_JPEG, header, { ...origin, at }));
  const [early, late] = wrapped.map((one) => (one.type === 'shot' ? one.shot : undefined));
  expect([early?.clock.suspect, late?.clock.suspect]).toEqual([true, false]);
  expect(early?.id).not.toBe(late?.id);
  expect(isClockSuspect(nowMicros())).toBe(false);
});

test.each([
  ['a name that is too long', {}, { camera: 'x'.repeat(301) }],
  ['a name with a control character', {}, { device: 'pole\u00017' }],
  ['a name with another, beyond ASCII', {}, { site: 'barn\u0085' }],
  ['a side that no shot may have', { width: 70_000 }, {}],
])('an image with %s makes no shot', (_what, wrongHeader, wrongOrigin) => {
  const header = { type: 'image/jpeg', width: 16, height: 12, ...wrongHeader } as const;
  expect(wrapImage(SAMPLE_JPEG, header, { ...origin, ...wrongOrigin })).toMatchObject({
    type: 'unreadable',
    reason: 'schema',
  });
});

test('the id of a payload is its SHA-256', () => {
  const digest = createHash('sha256').update('Testing').digest('hex');
  expect(payloadId(Buffer.from('Testing'))).toBe(`sha256:${digest}`);
});

test('a receipt has one of three outcomes', () => {
  const receipt = { v: 1, id: 'x', sha256: 'a'.repeat(64), outcome: 'stored', key: 'k', storedAt: 5 };
  expect(receiptSchema.parse(receipt)).toEqual(receipt);
  expect(receiptSchema.parse({ ...receipt, outcome: 'rejected', reason: 'text' })).toHaveProperty('reason', 'text');
  for (const wrong of [{ outcome: 'lost' }, { id: '' }, { v: 2 }, { storedAt: 1.5 }]) {
    expect(receiptSchema.safeParse({ ...receipt, ...wrong }).success).toBe(false);
  }
});
