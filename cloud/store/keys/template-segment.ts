import { GUARD_BYTES, guardSegment, unguardSegment } from './guard-segment.ts';
import { type KeyedShot, type PlaceholderName, placeholder } from './placeholders.ts';
import { safeName } from './safe-name.ts';
import type { Utc } from './utc.ts';

/** What a template is made of: text, and placeholders. */
export type Piece = { readonly text: string } | { readonly name: PlaceholderName };

/** Stands for a name that a shot does not have; no name is written so. */
const NONE = '(none)';

export interface SegmentOptions {
  /** What each name may take. */
  readonly nameBytes: number;
  readonly isFirst: boolean;
}

/** What stands between two slashes of a template: writes segments of keys, and reads them. */
export class TemplateSegment {
  readonly pieces: readonly Piece[];
  /** What can be read back, whatever the names are. */
  readonly reads: readonly PlaceholderName[];
  readonly #options: SegmentOptions;
  readonly #pattern: RegExp;

  constructor(pieces: readonly Piece[], options: SegmentOptions) {
    this.pieces = pieces;
    this.#options = options;
    const first = pieces.findIndex(isOpen);
    const last = pieces.findLastIndex(isOpen);
    // Of two pieces of unknown length nobody can tell where the one ends and the other begins.
    const isRead = (i: number) => first === last || i < first || i > last;
    this.reads = pieces.flatMap((piece, i) => ('name' in piece && isRead(i) ? piece.name : []));
    const patterns = pieces.map((piece, i) => (isRead(i) ? patternOf(piece) : ''));
    if (first !== last) patterns[first] = '.+';
    this.#pattern = new RegExp(`^${patterns.join('')}$`, 's');
  }

  write(shot: KeyedShot, utc: Utc): string {
    const { nameBytes, isFirst } = this.#options;
    const texts = this.pieces.map((piece) => {
      if ('text' in piece) return piece.text;
      const of = placeholder(piece.name);
      if (of.type === 'word') return of.write(shot, utc);
      const name = of.write(shot);
      return name === undefined ? NONE : safeName(name, nameBytes);
    });
    return guardSegment(texts.join(''), isFirst);
  }

  /** What a segment says, by placeholder; undefined for one that this does not write. */
  read(segment: string): Partial<Record<PlaceholderName, string>> | undefined {
    const values = this.#pattern.exec(unguardSegment(segment))?.slice(1);
    if (!values) return undefined;
    return Object.fromEntries(this.reads.map((name, i) => [name, values[i]]).filter(([, value]) => value !== NONE));
  }
}

/** The most bytes that all but the names take, and how many names share what is left. */
export function sizeOf(pieces: readonly Piece[]): { readonly bytes: number; readonly names: number } {
  const sizes = pieces.map(bytesOf);
  const bytes = sizes.reduce<number>((sum, one) => sum + (one ?? 0), GUARD_BYTES);
  return { bytes, names: sizes.filter((one) => one === undefined).length };
}

/** Undefined of a name. */
function bytesOf(piece: Piece): number | undefined {
  if ('text' in piece) return Buffer.byteLength(piece.text);
  const of = placeholder(piece.name);
  return of.type === 'word' ? of.bytes : undefined;
}

/** Whether it may be of any length. */
function isOpen(piece: Piece): boolean {
  if ('text' in piece) return false;
  const of = placeholder(piece.name);
  return of.type === 'name' || of.varies;
}

function patternOf(piece: Piece): string {
  if ('text' in piece) return piece.text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const of = placeholder(piece.name);
  return `(${of.type === 'word' ? of.pattern : '.+'})`;
}
