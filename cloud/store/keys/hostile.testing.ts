import type { Shot } from '@vedette/core/message';
import { hiddenShot, SAMPLE_JPEG, sampleShot } from '@vedette/core/testing';
import { PLACEHOLDERS } from './placeholders.ts';

/** Names that a message may have, each of which somebody would stumble over. */
export const HOSTILE_NAMES: readonly string[] = [
  ...['door', 'Door', 'DOOR', 'Küche', 'Ku\u0308che', 'K\u00fcche\u200b', 'a\u202eb', 'a\u200fb', '😀', '👨‍👩‍👧'],
  ...['..', '.', '...', '.tmp', '.hidden', ' ', ' a ', 'a.', '~', '-rf', 'a\\b', '..\\..\\etc', 'C:', '$HOME', '`id`'],
  ...[
    'con',
    'NUL',
    'com1.txt',
    'aux',
    'LPT9',
    'COM¹',
    'dead-letters',
    'Invalid',
    'tombstones',
    'x.tar',
    '.TAR',
    'a.jpg',
  ],
  ...[
    'a.jpg.json',
    '%2E%2E',
    '%',
    '%41',
    '%2Etar',
    '(none)',
    'null',
    '20261120T223828.123456Z',
    'face',
    '0',
    'a"b',
    "a'b",
  ],
  ...[
    'x'.repeat(300),
    `${'x'.repeat(299)}y`,
    '日'.repeat(300),
    `${'日'.repeat(299)}月`,
    '😀'.repeat(150),
    '%'.repeat(300),
  ],
  ...['.'.repeat(300), ' '.repeat(300), '\u0301'.repeat(300), '\u3164', '\ufeff', 'a\u00adb', '|<>:*?', 'ﬁ', 'fi'],
];

type Random = () => number;

function oneOf<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}

/** A shot of any kind and time with names that are not meant well. */
export function shotOf(random: Random): Shot {
  const name = () => (random() < 0.8 ? oneOf(random, HOSTILE_NAMES) : String.fromCodePoint(...anyPoints(random)));
  const over = {
    ...{ site: name(), device: name(), camera: name(), session: name().slice(0, 64), label: name().slice(0, 100) },
    at: oneOf(random, [0, 1, 999, Math.floor(random() * 2e15), Number.MAX_SAFE_INTEGER]),
    seq: oneOf(random, [0, 1, Number.MAX_SAFE_INTEGER]),
    track: { id: name().slice(0, 64), phase: 'first', seen: 1 } as const,
  };
  if (random() < 0.1) return hiddenShot({ ...over, redaction: { [over.label]: 'none' } });
  const { label: _label, score: _score, track: _track, ...plain } = sampleShot(over, SAMPLE_JPEG);
  return random() < 0.2 ? ({ ...plain, kind: 'frame' } as Shot) : sampleShot(over);
}

/** Code points of names: no half of a pair, no control character, nothing that a topic keeps for itself. */
function anyPoints(random: Random): number[] {
  const points = Array.from({ length: 1 + Math.floor(random() * 40) }, () =>
    Math.floor(random() * (random() < 0.5 ? 128 : 0x11_0000)),
  );
  const allowed = points.filter((point) =>
    /^[^/+#\p{Cc}\p{Noncharacter_Code_Point}\p{Surrogate}]$/u.test(String.fromCodePoint(point)),
  );
  return allowed.length === 0 ? [0x61] : allowed;
}

/** A template that may be used. */
export function templateOf(random: Random): string {
  const names = Object.keys(PLACEHOLDERS).filter((name) => name !== 'ext' && name !== 'id');
  const texts = ['', '-', '.', '_', 'a', ' x ', '=', 'dt=', '%', '(', 'é', '~', '^$.*+?[]|'];
  const piece = () => (random() < 0.6 ? `{${oneOf(random, names)}}` : oneOf(random, texts));
  const folder = () => `${oneOf(random, ['', 'x', 'dt='])}{${oneOf(random, names)}}${random() < 0.3 ? piece() : ''}`;
  const folders = Array.from({ length: Math.floor(random() * 5) }, folder);
  const last = oneOf(random, [
    '{id}.{ext}',
    '{time}-{id}.{ext}',
    '{id}-{time}.{ext}',
    '{label}-{device}-{id}.{ext}',
    '{camera}.{id}.{ext}',
  ]);
  return [...folders, last].join('/').replaceAll(/[. ]+\//g, '/');
}
