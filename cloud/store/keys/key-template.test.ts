import type { Shot } from '@vedette/core/message';
import { hiddenShot, sampleShot, seededRandom } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { isKey } from '../bucket/key.ts';
import { isDescriptionKey } from './description-key.ts';
import { HOSTILE_NAMES, shotOf, templateOf } from './hostile.testing.ts';
import { type KeyTemplate, parseKeyTemplate } from './key-template.ts';
import { isBesideShots } from './prefixes.ts';

const id = '019aa3c5-1f7b-7abc-8def-0123456789ab';
const at = Date.UTC(2026, 10, 20, 22, 38, 28, 123) * 1_000 + 456;
const shot = sampleShot({ id, at, seq: 7 });

test.each([
  ['default', `face/dt=2026-11-20/hour=22/site=home/device=jetson-1/camera=door/20261120T223828.123456Z-${id}.jpg`],
  ['seed', `${id}-20261120T223828.123456Z.jpg`],
  ['{year}/{month}/{day}/{hour}{minute}{second}-{id}.{ext}', `2026/11/20/223828-${id}.jpg`],
  ['{label}/{track}/{session}/{seq}-{id}.{ext}', `face/t1/b00t/7-${id}.jpg`],
  ['all of it/{id}-{ms}.{ext}', `all of it/${id}-${Math.floor(at / 1_000)}.jpg`],
  ['{device}@{site}/{id}-{unix}.{ext}', `jetson-1@home/${id}-${Math.floor(at / 1e6)}.jpg`],
])('%s gives %s', (text, key) => {
  expect(parseKeyTemplate(text).format(shot)).toBe(key);
});

test('what a shot does not have is said to be none', () => {
  const { label: _label, track: _track, ...bare } = shot;
  const template = parseKeyTemplate('{label}/track={track}/{id}.{ext}');
  const key = template.format(bare);
  expect(key).toBe(`(none)/track=(none)/${id}.jpg`);
  expect(template.parse(key)).toEqual({ id });
});

test('a shot without an image ends in .json, which is an object of its own in any layout', () => {
  for (const text of ['default', 'seed', '{device}/{id}-{unix}.{ext}']) {
    const key = parseKeyTemplate(text).format(hiddenShot({ label: 'x.jpg', device: 'x.jpg' }));
    expect(key).toMatch(/\.json$/);
    expect(isDescriptionKey(key)).toBe(false);
  }
});

test.each([
  ['{divice}/{id}.{ext}', 'at character 1: there is no {divice}; there are {kind} {label}'],
  ['a/{Id}.{ext}', 'at character 3: there is no {Id}'],
  ['{}/{id}.{ext}', 'at character 1: there is no {}'],
  ['a/{id.{ext}', 'at character 3: a "{" without'],
  ['a}/{id}.{ext}', 'at character 2: a "}" without'],
  ['{id}.jpg', 'must end in'],
  ['{id}-{device}.{ext}', 'must end in'],
  ['{time}.{ext}', 'without {id}'],
  ['{site}{id}{device}-{time}.{ext}', '{id} stands between'],
  ['{device}-{id}-{ms}.{ext}', '{id} stands between'],
  ['/{id}.{ext}', 'a folder has no name'],
  ['a//{id}.{ext}', 'a folder has no name'],
  ['../{id}.{ext}', 'no folder ends in a dot'],
  ['{site} /{id}.{ext}', 'no folder ends in a dot or a space'],
  ['.tmp/{id}.{ext}', '".tmp"'],
  ['tombstones/{id}.{ext}', '"tombstones"'],
  ['a/NUL/{id}.{ext}', '"NUL"'],
  ['old.tar/{id}.{ext}', '"old.tar"'],
  ['a\\b/{id}.{ext}', 'at character 2: a control character or a backslash'],
  ['a\0/{id}.{ext}', 'at character 2: a control character'],
  [`${'x'.repeat(250)}/{id}.{ext}`, 'too long'],
  [`${'folder/'.repeat(130)}{id}.{ext}`, 'too long'],
  ['{site}{device}{camera}{label}{track}{session}{site}{device}/{id}.{ext}', 'too long'],
  ['', 'must end in'],
  ['constructor', 'must end in'],
  ['__proto__', 'must end in'],
])('%j is refused: %s', (text, why) => {
  const refused = expect.objectContaining({ name: 'ConfigError', message: expect.stringContaining(why) });
  expect(() => parseKeyTemplate(text)).toThrow(refused);
});

test('names that might be taken for something else are not', () => {
  const template = parseKeyTemplate('{device}/{camera}/{id}.{ext}');
  const folderOf = (device: string, camera = 'door') => template.format({ ...shot, device, camera }).split('/');
  expect(folderOf('tombstones')[0]).toBe('~tombstones');
  expect(folderOf('Invalid')[0]).toBe('~Invalid');
  expect(folderOf('pole', 'invalid')[1]).toBe('invalid');
  expect(folderOf('.tmp')[0]).toBe('~.tmp');
  expect(folderOf('..')[0]).toBe('%2E%2E');
  expect(folderOf('pole', 'con')[1]).toBe('~con');
  expect(folderOf('Com1.old')[0]).toBe('~Com1.old');
  expect(folderOf('.a.tar')[0]).toBe('~.a.tar~');
});

test('what stands alone in its folder is read back; of two names in one nobody can tell', () => {
  const read = (text: string) => {
    const template = parseKeyTemplate(text);
    return template.parse(template.format(shot));
  };
  const place = { site: 'home', device: 'jetson-1', camera: 'door' };
  expect(read('default')).toEqual({ id, at, kind: 'face', ...place });
  expect(read('seed')).toEqual({ id, at });
  expect(read('{site}/{device}/{camera}-{kind}/{track}/{session}/{label}-{unix}-{id}.{ext}')).toEqual({
    ...place,
    ...{ id, kind: 'face', track: 't1', session: 'b00t' },
  });
  expect(read('{kind}-{device}-{site}-{id}.{ext}')).toEqual({ id, kind: 'face' });
});

test('a template says where and when where its keys do', () => {
  const says = (text: string) => parseKeyTemplate(text).saysWhereAndWhen;
  expect(says('default')).toBe(true);
  expect(says('{site}/{device}/{camera}/{id}-{unix}.{ext}')).toBe(true);
  expect(says('seed')).toBe(false);
  expect(says('{site}/{device}/{camera}/{id}.{ext}')).toBe(false);
  expect(says('{site}/{device}-{camera}/{time}-{id}.{ext}')).toBe(false);
});

test('a shot in a pack is read as if it lay beside it', () => {
  const template = parseKeyTemplate('default');
  const key = template.format(shot);
  const packed = key.replace(/[^/]+$/, `20261120T223820.000000Z-${id}.tar/$&`);
  expect(template.parse(packed)).toEqual(template.parse(key));
  const seed = parseKeyTemplate('seed');
  expect(seed.parse(`20261120T223820.000000Z-${id}.tar/${seed.format(shot)}`)).toEqual({ id, at });
});

test.each([
  'dead-letters/ab/abc.bin',
  `face/dt=2026-11-20/hour=22/site=home/device=jetson-1/camera=door/${id}.jpg`,
  `face/dt=2026-11-20/hour=22/site=home/device=jetson-1/camera=door/20261120T993828.123456Z-${id}.jpg`,
  `face/dt=2026-11-20/hour=22/site=home/device=jetson-1/camera=door/20261120T223828.123456Z-${id}.jpg.json`,
  `x/face/dt=2026-11-20/hour=22/site=home/device=jetson-1/camera=door/20261120T223828.123456Z-${id}.jpg`,
  '',
])('%s is no key of the default layout', (key) => {
  expect(parseKeyTemplate('default').parse(key)).toBeUndefined();
});

test.each([
  ['default', 'face/dt=2026-11-20/hour=22/site=home/device=jetson-1/camera=door/20261120T22'],
  ['{site}/{camera}/{time}-{id}.{ext}', 'home/door/20261120T22'],
  ['{site}/{track}/{camera}/{time}-{id}.{ext}', 'home/'],
  ['{date}-{device}/{camera}-{id}.{ext}', '2026-11-20-jetson-1/'],
  ['seed', ''],
])('the keys of %s that an hour of a camera has begin with %s', (text, prefix) => {
  const template = parseKeyTemplate(text);
  expect(template.prefixes(shot, at)).toContain(prefix);
  expect(template.format(shot).startsWith(prefix)).toBe(true);
});

describe('whatever shots are called, in whatever layout', () => {
  const seed = Number(process.env['VEDETTE_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

  test(`each has a key that every bucket can hold, and no two the same (seed ${seed})`, () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 150; round++) {
      const text = templateOf(random);
      const template = parseKeyTemplate(text);
      const shots = Array.from({ length: 40 }, () => shotOf(random));
      const keys = shots.map((one) => template.format(one));
      const onAnyDisk = keys.map((key) => key.normalize('NFC').toLowerCase());
      expect(new Set(onAnyDisk).size, text).toBe(shots.length);
      for (const [i, one] of shots.entries()) {
        const key = keys[i] ?? '';
        expect(isKey(`${key}.json`), `${text}: ${key}`).toBe(true);
        expect(
          key.split('/').every((segment) => !/^\.|[. ]$|\p{C}/u.test(segment)),
          `${text}: ${key}`,
        ).toBe(true);
        expect(isBesideShots(key) || isDescriptionKey(key), `${text}: ${key}`).toBe(false);
        expectReadBack(template, one, key);
      }
    }
  });

  function expectReadBack(template: KeyTemplate, one: Shot, key: string): void {
    const { text } = template;
    const parts = template.parse(key);
    expect(parts?.id, `${text}: ${key}`).toBe(one.id);
    if (parts?.kind !== undefined) expect(parts.kind).toBe(one.kind);
    const names = template.namesIn(one);
    for (const part of ['site', 'device', 'camera'] as const) {
      if (parts?.[part] !== undefined) expect(parts[part], `${text}: ${key}`).toBe(names[part]);
    }
    if (template.saysWhereAndWhen) expect(Math.abs((parts?.at ?? 0) - one.at)).toBeLessThan(1_000_000);
    expect(
      template.prefixes(one, one.at).some((prefix) => key.startsWith(prefix)),
      `${text}: ${key}`,
    ).toBe(true);
  }

  test('names that differ in case, normal form or an invisible character alone stay different', () => {
    const template = parseKeyTemplate('{site}/{device}/{camera}/{id}.{ext}');
    const folders = HOSTILE_NAMES.map((camera) => template.format({ ...shot, camera }));
    expect(new Set(folders).size).toBe(HOSTILE_NAMES.length);
  });
});
