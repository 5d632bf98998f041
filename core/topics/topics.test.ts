import { expect, test } from 'vitest';
import { topicsUnder } from './topics.ts';

const place = { site: 'harbour', device: 'pole-7', camera: 'cam0' };

test('topics are spelled as the design says', () => {
  const topics = topicsUnder('vedette');
  expect(topics.shot(place)).toBe('vedette/harbour/pole-7/cam0/shot');
  expect(topics.meta(place)).toBe('vedette/harbour/pole-7/cam0/meta');
  expect(topics.deviceStatus(place)).toBe('vedette/harbour/pole-7/status');
  expect(topics.cameraLedger(place)).toBe('vedette/harbour/pole-7/cam0/ledger');
  expect(topics.deviceLedger(place)).toBe('vedette/harbour/pole-7/ledger');
  expect(topics.receipt(place)).toBe('vedette/harbour/pole-7/receipt');
});

test('a topic names its place, also below a root of several levels', () => {
  for (const leaf of ['shot', 'meta', 'status', 'ledger']) {
    expect(topicsUnder('vedette').placeOf(`vedette/harbour/pole-7/cam0/${leaf}`)).toEqual(place);
  }
  expect(topicsUnder('a/b').placeOf(topicsUnder('a/b').shot(place))).toEqual(place);
});

test.each([
  'vedette/harbour/pole-7/receipt',
  'other/harbour/pole-7/cam0/shot',
  'vedette/a//c/shot',
  'vedette/a/b/c/d/e',
  'vedette/a/b/c/face',
  'vedette/a/b/c/',
])('%s names no place', (topic) => {
  expect(topicsUnder('vedette').placeOf(topic)).toBeUndefined();
});

test('the books of a device are told from those of a camera, and from all else', () => {
  const topics = topicsUnder('vedette', 'vedette/a/b/ledger');
  const theirs = [topics.deviceLedger(place), topics.cameraLedger(place), topics.receipt(place), topics.shot(place)];
  expect(theirs.map(topics.isDeviceLedger)).toEqual([true, false, false, false]);
  expect(['vedette//b/ledger', 'other/a/b/ledger', 'vedette/a/ledger'].some(topics.isDeviceLedger)).toBe(false);
});

test('an alias takes the shot topic, and both are listened to', () => {
  const topics = topicsUnder('vedette', 'w251/face_detector');
  expect(topics.shot(place)).toBe('w251/face_detector');
  expect(topics.all.shots).toEqual(['vedette/+/+/+/shot', 'w251/face_detector']);
});

test.each(['w251/face_detector', 'vedette/a/b/c/d', 'vedette/a/b/c/shot'])('the alias %s names no place', (alias) => {
  const topics = topicsUnder('vedette', alias);
  expect(topics.placeOf(alias)).toBeUndefined();
  expect(topics.placeOf('vedette/harbour/pole-7/cam0/shot')).toEqual(place);
});
