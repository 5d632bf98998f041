import type { ImageType, Shot } from '@vedette/core/message';
import type { Utc } from './utc.ts';

/** What a shot says, as far as keys tell it. */
export type KeyedShot = Pick<Shot, 'kind' | 'site' | 'device' | 'camera' | 'session' | 'seq' | 'at' | 'id'> & {
  readonly label?: string | undefined;
  readonly track?: { readonly id: string } | undefined;
  readonly image?: { readonly type: ImageType } | undefined;
};

/** Is written as it is, and read back by a pattern. */
interface Word {
  readonly type: 'word';
  /** The most that it takes. */
  readonly bytes: number;
  /** A regular expression. */
  readonly pattern: string;
  /** It may be of any length, so that nobody can tell where it ends beside another such. */
  readonly varies: boolean;
  write(shot: KeyedShot, utc: Utc): string;
}

/** Any text, which goes through `safeName`; undefined where the shot has none. */
interface Name {
  readonly type: 'name';
  write(shot: KeyedShot): string | undefined;
}

const EXTENSIONS: Record<ImageType, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };
const UUID = '[\\da-fA-F]{8}(?:-[\\da-fA-F]{4}){3}-[\\da-fA-F]{12}';
const MAX_DIGITS = String(Number.MAX_SAFE_INTEGER).length;

const name = (write: Name['write']): Name => ({ type: 'name', write });
const word = (bytes: number, pattern: string, write: Word['write']): Word => ({
  ...{ type: 'word', bytes, pattern, varies: false, write },
});
const number = (of: (shot: KeyedShot) => number): Word => ({
  ...word(MAX_DIGITS, '\\d+', (shot) => String(of(shot))),
  varies: true,
});
/** Digits of the ISO form of a time. */
const digits = (from: number, to: number): Word =>
  word(to - from, `\\d{${to - from}}`, (_, { iso }) => iso.slice(from, to));

/** What may stand in a template; times are capture times in UTC. */
export const PLACEHOLDERS = {
  kind: word(6, 'face|object|frame', ({ kind }) => kind),
  label: name(({ label }) => label),
  site: name(({ site }) => site),
  device: name(({ device }) => device),
  camera: name(({ camera }) => camera),
  session: name(({ session }) => session),
  track: name(({ track }) => track?.id),
  seq: number(({ seq }) => seq),
  date: word(10, '\\d{4}-\\d\\d-\\d\\d', (_, { iso }) => iso.slice(0, 10)),
  year: digits(0, 4),
  month: digits(5, 7),
  day: digits(8, 10),
  hour: digits(11, 13),
  minute: digits(14, 16),
  second: digits(17, 19),
  time: word(23, '\\d{8}T\\d{6}\\.\\d{6}Z', (_, { compact }) => compact),
  ms: number(({ at }) => Math.floor(at / 1_000)),
  unix: number(({ at }) => Math.floor(at / 1_000_000)),
  id: word(36, UUID, ({ id }) => id),
  ext: word(4, 'jpg|png|webp|json', ({ image }) => (image ? EXTENSIONS[image.type] : 'json')),
} as const satisfies Record<string, Word | Name>;

export type PlaceholderName = keyof typeof PLACEHOLDERS;

export function isPlaceholder(text: string): text is PlaceholderName {
  return Object.hasOwn(PLACEHOLDERS, text);
}

export function placeholder(of: PlaceholderName): Word | Name {
  return PLACEHOLDERS[of];
}
