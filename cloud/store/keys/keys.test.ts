import type { Shot } from '@vedette/core/message';
import { hiddenShot, sampleShot } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { segmentsOf } from '../bucket/key.ts';
import { deadLetterKey } from './dead-letter-key.ts';
import { isDescriptionKey } from './description-key.ts';
import { safeName } from './safe-name.ts';
import { DEFAULT_TEMPLATE, shotKey } from './shot-key.ts';

const id = '019aa3c5-1f7b-7abc-8def-0123456789ab';
const at = Date.UTC(2026, 10, 20, 22, 38, 28, 123) * 1_000 + 456;

test('a key follows from capture time in UTC, place and id', () => {
  expect(shotKey(sampleShot({ id, at }))).toBe(
    `face/dt=2026-11-20/hour=22/site=home/device=jetson-1/camera=door/20261120T223828.123456Z-${id}.jpg`,
  );
});

test.each([
  [0, 'dt=1970-01-01/hour=00', '19700101T000000.000000Z'],
  [1, 'dt=1970-01-01/hour=00', '19700101T000000.000001Z'],
  [Date.UTC(2026, 11, 31, 23, 59, 59, 999) * 1_000 + 999, 'dt=2026-12-31/hour=23', '20261231T235959.999999Z'],
  [Date.UTC(2028, 1, 29, 5) * 1_000, 'dt=2028-02-29/hour=05', '20280229T050000.000000Z'],
  [Number.MAX_SAFE_INTEGER, 'dt=2255-06-05/hour=23', '22550605T234734.740991Z'],
])('%i µs is %s', (at, folder, time) => {
  const key = shotKey(sampleShot({ id, at }));
  expect(key).toContain(`/${folder}/`);
  expect(key).toContain(`/${time}-${id}`);
});

test.each([
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
] as const)('%s ends in .%s', (type, extension) => {
  const shot = sampleShot();
  expect(shotKey({ ...shot, image: { ...shot.image, type } })).toMatch(new RegExp(`\\.${extension}$`));
});

test('a shot without an image is kept as JSON, which is an object of its own', () => {
  const shot = hiddenShot({ id, at });
  const key = shotKey(shot);
  expect(key).toBe(shotKey(sampleShot({ id, at })).replace(/jpg$/, 'json'));
  expect(DEFAULT_TEMPLATE.parse(key)).toMatchObject({ kind: 'face', site: 'home', at });
  expect(isDescriptionKey(key)).toBe(false);
});

test('what lies beside an object to describe it is none', () => {
  const keys = [shotKey(sampleShot()), deadLetterKey(`ab${'0'.repeat(62)}`), 'invalid/image/dt=2026-11-20/ab.gif'];
  expect(keys.map((key) => isDescriptionKey(`${key}.json`))).toEqual([true, true, true]);
  expect(isDescriptionKey('tombstones/20261120T223828.123Z-1.json')).toBe(false);
  expect(keys.map(isDescriptionKey)).toEqual([false, false, false]);
});

test('keys of one camera sort by capture time', () => {
  const keys = [5, 50, 999, 1_000, 1_000_000].map((micros) => shotKey(sampleShot({ at: at + micros })));
  expect([...keys].sort()).toEqual(keys);
});

test.each([
  ['front door_2.a-b', 'front door_2.a-b'],
  ['Küche', 'Küche'],
  ['カメラ 1', 'カメラ 1'],
  ['हिन्दी', 'हिन्दी'],
  ['a=b', 'a%3Db'],
  ['50%', '50%25'],
  ['C:\\x', 'C%3A%5Cx'],
  ['😀', '%F0%9F%98%80'],
  ['a/b', 'a%2Fb'],
  ['.', '%2E'],
  ['..', '%2E%2E'],
  ['dot.', 'dot%2E'],
  ['space ', 'space%20'],
  ['~', '%7E'],
  ['a\u202eb', 'a%E2%80%AEb'],
])('the name %j is %j in a key, and can be read back', (name, safe) => {
  expect(safeName(name)).toBe(safe);
  expect(decodeURIComponent(safe)).toBe(name);
});

test('long names are cut, and differ where the names do', () => {
  const names = ['x'.repeat(300), `${'x'.repeat(299)}y`, '日'.repeat(100), '😀'.repeat(80), `${'é'.repeat(59)}=`];
  const safe = names.map(safeName);
  for (const name of safe) {
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(120);
    expect(name).toMatch(/~[0-9a-f]{12}$/);
  }
  expect(new Set(safe).size).toBe(names.length);
  expect(safeName('x'.repeat(120))).toBe('x'.repeat(120));
});

test('whatever a message may call its place, the key and its description can be stored', () => {
  const hostile = [
    '..',
    'a b',
    '\\',
    'ü'.repeat(300),
    '%'.repeat(300),
    '\ud800',
    'x'.repeat(255),
    ' ',
    '😀'.repeat(150),
  ];
  for (const name of hostile) {
    const key = shotKey(sampleShot({ site: name, device: name, camera: name }));
    expect(segmentsOf(`${key}.json`)).toHaveLength(7);
  }
});

test('what a key says can be read back, and the prefixes of its hour begin it', () => {
  for (const kind of ['face', 'object'] as const) {
    const shot = sampleShot({ id, at, site: 'a=b', device: 'pole 7', camera: 'Küche' });
    const key = shotKey({ ...shot, kind } as Shot);
    const names = { site: 'a%3Db', device: 'pole 7', camera: 'Küche' };
    expect(DEFAULT_TEMPLATE.parse(key)).toEqual({ id, kind, ...names, at });
    expect(DEFAULT_TEMPLATE.prefixes(shot, at + 60_000_000).filter((prefix) => key.startsWith(prefix))).toHaveLength(1);
    expect(DEFAULT_TEMPLATE.prefixes(shot, at + 3_600_000_000).filter((prefix) => key.startsWith(prefix))).toEqual([]);
    expect(DEFAULT_TEMPLATE.parse(`${key}.json`)).toBeUndefined();
  }
  expect(DEFAULT_TEMPLATE.parse(deadLetterKey(`ab${'0'.repeat(62)}`))).toBeUndefined();
  expect(DEFAULT_TEMPLATE.parse(shotKey(sampleShot({ id, at })).replace('T22', 'T99'))).toBeUndefined();
});

test('the key of a dead letter follows from its bytes', () => {
  expect(deadLetterKey(`ab${'0'.repeat(62)}`)).toBe(`dead-letters/ab/ab${'0'.repeat(62)}.bin`);
});
