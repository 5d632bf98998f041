import { createHash } from 'node:crypto';
import { Packr } from 'msgpackr';
import { expect, test } from 'vitest';
import { hiddenShot, sampleShot } from '../testing/sample-shot.ts';
import { encodeShot } from './codec.ts';
import { describeShot } from './describe.ts';
import { namePayload } from './payload-name.ts';
import { readPayload } from './read.ts';

const pack = (value: unknown): Buffer => new Packr({ useRecords: false }).pack(value);

test('a shot that is not to be seen travels without an image', () => {
  const shot = hiddenShot();
  expect(readPayload(encodeShot(shot))).toEqual({ type: 'shot', shot });
});

test('its description is all of it', () => {
  const shot = hiddenShot();
  expect(describeShot(shot)).toEqual(shot);
});

test('a receipt for it names the payload that came', () => {
  const shot = hiddenShot();
  const payload = encodeShot(shot);
  const sha256 = createHash('sha256').update(payload).digest('hex');
  expect(namePayload(payload)).toMatchObject({ id: shot.id, sha256 });
});

test('an image in which others were hidden says so', () => {
  const shot = sampleShot({ label: 'person', redaction: { face: 'none', car: 'blurred' } });
  expect(readPayload(encodeShot(shot))).toEqual({ type: 'shot', shot });
  expect(describeShot(shot)).toHaveProperty('redaction', { face: 'none', car: 'blurred' });
});

const { image: _, ...imageless } = sampleShot();
const { v, id, site, device, camera, session, seq, at, clock, software } = imageless;

test.each([
  ['no image, and no word of why', imageless, 'image'],
  ['no image, and another class hidden', { ...imageless, redaction: { car: 'none' } }, 'image'],
  ['no image, and its class merely blurred', { ...imageless, redaction: { face: 'blurred' } }, 'image'],
  ['an image of what is not to be seen', { ...sampleShot(), redaction: { face: 'none' } }, 'image'],
  ['a way of hiding that nobody knows', { ...sampleShot(), redaction: { face: 'veiled' } }, 'redaction.face'],
  [
    'a whole picture without one',
    { v, id, kind: 'frame', site, device, camera, session, seq, at, clock, software },
    'image',
  ],
])('%s is refused, and says where', (_what, value, where) => {
  const read = readPayload(pack(value));
  expect(read).toMatchObject({ type: 'unreadable', reason: 'schema' });
  expect(read).toHaveProperty('detail', expect.stringContaining(`${where}: `));
});
