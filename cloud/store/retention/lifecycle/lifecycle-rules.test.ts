import { expect, test } from 'vitest';
import { DEFAULT_TEMPLATE } from '../../keys/shot-key.ts';
import { retentionSchema } from '../config.ts';
import { toLifecycle } from './lifecycle-rules.ts';

const translated = (rules: object[], text = DEFAULT_TEMPLATE.text) =>
  toLifecycle(retentionSchema.parse(rules), { text }).map(({ lifecycle, why }) => why ?? lifecycle);
const KINDLESS = '{site}/{time}-{id}.{ext}';

test('a rule of days and of what keys begin with is one of S3', () => {
  expect(translated([{ kind: 'face', days: 7 }])).toEqual([[{ prefix: 'face/', days: 7 }]]);
  expect(translated([{ prefix: 'invalid/', days: 30 }], KINDLESS)).toEqual([[{ prefix: 'invalid/', days: 30 }]]);
  expect(translated([{ kind: 'face', prefix: 'face/dt=2026', days: 1 }])).toEqual([
    [{ prefix: 'face/dt=2026', days: 1 }],
  ]);
  expect(translated([{ days: 90 }])).toEqual([['face/', 'object/', 'frame/'].map((prefix) => ({ prefix, days: 90 }))]);
});

test.each([
  [{ label: 'cat', days: 7 }, 'keys alone'],
  [{ kind: 'face', device: 'pole', days: 7 }, 'keys alone'],
  [{ kind: 'face' }, 'days alone'],
  [{ kind: 'face', bytes: 1e9 }, 'days alone'],
  [{ kind: 'face', days: 7, bytes: 1e9 }, 'days alone'],
  [{ kind: 'face', days: 0.5 }, 'whole days'],
  [{ prefix: 't', days: 7 }, 'tombstones'],
  [{ prefix: 'tombstones/', days: 7 }, 'tombstones'],
])('%j is none: %s', (rule, why) => {
  expect(translated([rule])).toEqual([expect.stringContaining(why)]);
});

test('where keys do not begin with the kind, it is no prefix', () => {
  const why = expect.stringContaining('its kind');
  expect(translated([{ kind: 'face', days: 7 }, { days: 7 }], KINDLESS)).toEqual([why, why]);
  expect(translated([{ kind: 'face', prefix: 'object/', days: 7 }])).toEqual([why]);
});

test('what an earlier rule may say otherwise is left to the sweeper', () => {
  const taken = expect.stringContaining('before it');
  const faces = [{ prefix: 'face/', days: 7 }];
  const keptLabel = [{ label: 'person' }, { kind: 'face', days: 7 }];
  expect(translated(keptLabel)[1]).toEqual(taken);
  expect(
    translated([
      { kind: 'object', label: 'person' },
      { kind: 'face', days: 7 },
    ])[1],
  ).toEqual(faces);
  expect(translated([{ prefix: 'face/dt=2026-11-20/' }, { kind: 'face', days: 7 }])[1]).toEqual(taken);
  expect(translated([{ kind: 'face', days: 7 }, { days: 90 }])).toEqual([faces, taken]);
});
