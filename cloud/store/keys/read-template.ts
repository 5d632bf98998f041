import { ConfigError } from '@vedette/core/errors';
import { guardSegment } from './guard-segment.ts';
import { isPlaceholder, PLACEHOLDERS } from './placeholders.ts';
import { NAME_BYTES } from './safe-name.ts';
import { type Piece, sizeOf } from './template-segment.ts';

/** Of the 1,024 bytes that a key may have: the rest is for a bucket's prefix, a pack's name and `.json`. */
const MAX_KEY_BYTES = 900;
/** Of the 255 bytes of a file name: the rest is for `.json`. */
const MAX_SEGMENT_BYTES = 250;
/** With less, a name is hardly more than the hash that it ends in. */
const MIN_NAME_BYTES = 32;

const TOKEN = /\{(?<name>[^{}/]*)\}|[^{}]+|[{}]/g;
/** Neither a name nor a text may stand before the extension: `….jpg.json` is the description of `….jpg`. */
const END = /\{(?:id|time|ms|unix|seq)\}\.\{ext\}$/;

/** A template's segments as they are written, and the bytes that each name has room for. */
export interface ReadTemplate {
  readonly segments: readonly (readonly Piece[])[];
  readonly nameBytes: number;
}

/** Throws ConfigError, which says where a text is no template. */
export function readTemplate(text: string): ReadTemplate {
  const pieces = [...text.matchAll(TOKEN)].map((token) => pieceOf(text, token));
  if (!END.test(text)) throw wrong(text, 'it must end in {id}.{ext} or {time}.{ext}');
  const segments = inSegments(pieces);
  for (const [i, segment] of segments.entries()) checkText(text, segment, i === 0);
  return { segments, nameBytes: roomForNames(text, segments) };
}

/** What is wrong with a template; `at` counts from 0. */
export function wrong(text: string, what: string, at?: number): ConfigError {
  const place = at === undefined ? '' : ` at character ${at + 1}`;
  return new ConfigError(`${JSON.stringify(text)} is no template of keys${place}: ${what}`);
}

function pieceOf(text: string, { 0: token, index, groups }: RegExpExecArray): Piece {
  const name = groups?.['name'];
  if (name === undefined) {
    if (token === '{' || token === '}') throw wrong(text, `a "${token}" without its other half`, index);
    const odd = /[\p{Cc}\\]|\p{Surrogate}/u.exec(token);
    if (odd) throw wrong(text, 'a control character or a backslash has no place in a key', index + odd.index);
    return { text: token };
  }
  if (isPlaceholder(name)) return { name };
  const known = Object.keys(PLACEHOLDERS).map((one) => `{${one}}`);
  throw wrong(text, `there is no ${token}; there are ${known.join(' ')}`, index);
}

/** The pieces between the slashes. */
function inSegments(pieces: readonly Piece[]): Piece[][] {
  const segments: Piece[][] = [[]];
  for (const piece of pieces) {
    const [first = '', ...others] = 'text' in piece ? piece.text.split('/') : [];
    if ('name' in piece) segments.at(-1)?.push(piece);
    else if (first !== '') segments.at(-1)?.push({ text: first });
    for (const text of others) segments.push(text === '' ? [] : [{ text }]);
  }
  return segments;
}

/** What a text may be by itself is known now; what is joined to a shot's names is guarded when it is written. */
function checkText(text: string, segment: readonly Piece[], isFirst: boolean): void {
  const [first, last] = [segment[0], segment.at(-1)];
  if (!first || !last) throw wrong(text, 'a folder has no name: "/" stands at an end, or twice');
  if ('text' in last && /[. ]$/.test(last.text))
    throw wrong(text, 'no folder ends in a dot or a space on every system');
  if (first === last && 'text' in first && guardSegment(first.text, isFirst) !== first.text) {
    throw wrong(text, `no folder of shots can be called ${JSON.stringify(first.text)}`);
  }
}

function roomForNames(text: string, segments: ReadTemplate['segments']): number {
  const sizes = segments.map(sizeOf);
  const whole = {
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes + 1, 0),
    names: sizes.reduce((sum, { names }) => sum + names, 0),
  };
  const room = Math.min(
    ...sizes.map(({ bytes, names }) => share(MAX_SEGMENT_BYTES - bytes, names)),
    share(MAX_KEY_BYTES - whole.bytes, whole.names),
  );
  if (room >= MIN_NAME_BYTES) return Math.min(room, NAME_BYTES);
  throw wrong(text, 'its keys may be too long for a bucket; shorten its texts, or divide it by "/"');
}

/** What each of some names may have of what is left; where there is none, any room will do if anything fits. */
function share(left: number, names: number): number {
  if (names > 0) return Math.floor(left / names);
  return left >= 0 ? NAME_BYTES : 0;
}
