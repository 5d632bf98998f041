import { createHash } from 'node:crypto';
import { Packr } from 'msgpackr';
import { expect, test } from 'vitest';
import { SAMPLE_JPEG, sampleShot } from '../testing/sample-shot.ts';
import { encodeShot } from './codec.ts';
import { namePayload } from './payload-name.ts';
import { readPayload } from './read.ts';
import { payloadId } from './receipt.ts';

const pack = (value: unknown): Buffer => new Packr({ useRecords: false }).pack(value);
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('a shot is called by its id and its image', () => {
  const shot = sampleShot();
  const { id, site, device, at } = shot;
  expect(namePayload(encodeShot(shot))).toEqual({ id, sha256: shot.image.sha256, from: { site, device }, at });
});

test.each([
  ['a field that this version does not know', { ...sampleShot(), mood: 'merry' }],
  ['another version', { ...sampleShot(), v: 2 }],
  ['a checksum that is wrong', { ...sampleShot(), image: { ...sampleShot().image, sha256: 'f'.repeat(64) } }],
  ['a camera that no shot may have', { ...sampleShot(), camera: 'a/b' }],
])('a shot with %s is called as it would be without', (_what, value) => {
  const payload = pack(value);
  expect(readPayload(payload)).toHaveProperty('type', 'unreadable');
  const { id, site, device, at } = value;
  expect(namePayload(payload)).toEqual({ id, sha256: digest(SAMPLE_JPEG), from: { site, device }, at });
});

test.each([
  ['a text', Buffer.from('Testing bridged brokers!')],
  ['no bytes', Buffer.alloc(0)],
  ['a bare image', SAMPLE_JPEG],
  ['half a shot', encodeShot(sampleShot()).subarray(0, 300)],
  ['a list', pack([sampleShot()])],
  ['an id that is no UUIDv7', pack({ id: '../../etc/passwd', site: 'a/b', device: 'c' })],
  ['a map of more than the picture', pack({ ...sampleShot(), more: Array(70_000).fill({}) })],
])('%s has its own bytes for a name', (_what, payload) => {
  expect(namePayload(payload)).toEqual({ id: payloadId(payload), sha256: digest(payload) });
});
