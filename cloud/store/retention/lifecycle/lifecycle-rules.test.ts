import { expect, test } from 'vitest';
import { DEFAULT_TEMPLATE } from '../../keys/shot-key.ts';
import { retentionSchema } from '../config.ts';
import { toLifecycle } from './lifecycle-rules.ts';

const translated = (rules: object[], text = DEFAULT_TEMPLATE.text) =>
  toLifecycle(retentionSchema.parse(rules), { text }).map((one) => ('why' in one ? one.why : one.lifecycle));
/** What becomes of a rule behind others. */
const behind = (earlier: object[], rule: object) => translated([...earlier, rule]).at(-1);

test('a rule of days is one of S3 by its kind in the default layout, or by its prefix in any', () => {
  expect(translated([{ kind: 'face', days: 7 }])).toEqual([{ prefix: 'face/dt=', days: 7 }]);
  expect(translated([{ prefix: 'invalid/', days: 30 }], '{id}.{ext}')).toEqual([{ prefix: 'invalid/', days: 30 }]);
  expect(translated([{ prefix: 'home/', days: 1 }])).toEqual([{ prefix: 'home/', days: 1 }]);
});

test.each([
  [{ label: 'cat', days: 7 }, 'a kind alone'],
  [{ kind: 'face', device: 'pole', days: 7 }, 'a kind alone'],
  [{ kind: 'face', prefix: 'face/', days: 7 }, 'a kind alone'],
  [{ days: 7 }, 'a kind alone'],
  [{ kind: 'face' }, 'days alone'],
  [{ kind: 'face', bytes: 1e9 }, 'days alone'],
  [{ kind: 'face', days: 7, bytes: 1e9 }, 'days alone'],
  [{ kind: 'face', days: 0.5 }, 'whole days'],
])('%j is none: %s', (rule, why) => {
  expect(translated([rule])).toEqual([expect.stringContaining(why)]);
});

test('in another layout a kind says nothing of keys, also where they begin with it', () => {
  const why = expect.stringContaining('a kind alone');
  for (const text of ['{site}/{time}-{id}.{ext}', '{kind}/{time}-{id}.{ext}'])
    expect(translated([{ kind: 'face', days: 7 }], text)).toEqual([why]);
});

test.each([
  ['of a label, which may have any key of a layout before', [{ label: 'person' }], { prefix: 'home/', days: 7 }],
  ['of a label of any kind', [{ label: 'person' }], { kind: 'face', days: 7 }],
  ['of a kind, which may lie in any folder', [{ kind: 'face' }], { prefix: 'home/', days: 7 }],
  ['of a folder within', [{ prefix: 'face/dt=2026-11-20/' }], { kind: 'face', days: 7 }],
  ['of a folder around', [{ prefix: 'home/' }], { prefix: 'home/door/', days: 7 }],
  ['of everything', [{}], { prefix: 'home/', days: 7 }],
])('behind a rule %s it is none', (_, earlier, rule) => {
  expect(behind(earlier, rule)).toContain('before it');
});

test.each([
  ['of another kind', [{ kind: 'object', label: 'person' }], { kind: 'face', days: 7 }],
  ['of another folder', [{ prefix: 'barn/' }], { prefix: 'home/', days: 7 }],
  [
    'of shots alone, of what was put aside',
    [{ label: 'person' }, { bytes: 1e9 }],
    { prefix: 'dead-letters/', days: 7 },
  ],
])('behind a rule %s it is one', (_, earlier, rule) => {
  expect(behind(earlier, rule)).toMatchObject({ days: 7 });
});
