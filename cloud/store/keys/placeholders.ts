import type { ImageType, Shot } from '@vedette/core/message';
import type { Utc } from './utc.ts';

/** What a shot says, as far as keys tell it. */
export type KeyedShot = Pick<Shot, 'kind' | 'site' | 'device' | 'camera' | 'session' | 'seq' | 'at' | 'id'> & {
  readonly label?: string | undefined;
  readonly track?: { readonly id: string } | undefined;
  readonly image?: { readonly type: ImageType } | undefined;
};

/** Stands for itself: of few bytes, and read back by a pattern. */
interface Word {
  readonly type: 'word';
  readonly help: string;
  /** The most that it takes. */
  readonly bytes: number;
  /** As a regular expression; no match is the begin or the end of another. */
  readonly pattern: string;
  /** How many bytes it takes is not known before. */
  readonly varies?: boolean;
  write(shot: KeyedShot, utc: Utc): string;
}

/** Any text, which goes through `safeName`; undefined where the shot has none. */
interface Name {
  readonly type: 'name';
  readonly help: string;
  write(shot: KeyedShot): string | undefined;
}

const EXTENSIONS: Record<ImageType, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };
const UUID = '[\\da-fA-F]{8}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{12}';

const name = (help: string, write: Name['write']): Name => ({ type: 'name', help, write });
const word = (help: string, bytes: number, pattern: string, write: Word['write']): Word => ({
  ...{ type: 'word', help, bytes, pattern, write },
});
const number = (help: string, of: (shot: KeyedShot) => number): Word => ({
  ...word(help, String(Number.MAX_SAFE_INTEGER).length, '\\d+', (shot) => String(of(shot))),
  varies: true,
});
const digits = (help: string, from: number, to: number): Word =>
  word(help, to - from, `\\d{${to - from}}`, (_, { iso }) => iso.slice(from, to));

/** What may stand in a template; times are capture times in UTC. */
export const PLACEHOLDERS = {
  kind: word('face, object or frame', 6, 'face|object|frame', ({ kind }) => kind),
  label: name('what it shows', ({ label }) => label),
  site: name('the place', ({ site }) => site),
  device: name('the machine', ({ device }) => device),
  camera: name('the camera', ({ camera }) => camera),
  session: name("the detector's run", ({ session }) => session),
  track: name('what is seen without a break', ({ track }) => track?.id),
  seq: number('counts the shots of a session', ({ seq }) => seq),
  date: word('2026-11-20', 10, '\\d{4}-\\d\\d-\\d\\d', (_, { iso }) => iso.slice(0, 10)),
  year: digits('2026', 0, 4),
  month: digits('11', 5, 7),
  day: digits('20', 8, 10),
  hour: digits('22', 11, 13),
  minute: digits('38', 14, 16),
  second: digits('28', 17, 19),
  time: word('20261120T223828.123456Z', 23, '\\d{8}T\\d{6}\\.\\d{6}Z', (_, { compact }) => compact),
  ms: number('milliseconds since 1970', ({ at }) => Math.floor(at / 1_000)),
  unix: number('seconds since 1970', ({ at }) => Math.floor(at / 1_000_000)),
  id: word("the shot's own UUID", 36, UUID, ({ id }) => id),
  ext: word('jpg, png or webp; json of a shot without an image', 4, 'jpg|png|webp|json', ({ image }) =>
    image ? EXTENSIONS[image.type] : 'json',
  ),
} as const satisfies Record<string, Word | Name>;

export type PlaceholderName = keyof typeof PLACEHOLDERS;

export function isPlaceholder(text: string): text is PlaceholderName {
  return Object.hasOwn(PLACEHOLDERS, text);
}

export function placeholder(of: PlaceholderName): Word | Name {
  return PLACEHOLDERS[of];
}
