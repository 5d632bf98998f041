import type { Shot } from '@vedette/core/message';
import { readKey, type ShotKeyParts, sayWhereAndWhen } from './key-parts.ts';
import type { KeyedShot, PlaceholderName } from './placeholders.ts';
import { readTemplate, wrong } from './read-template.ts';
import { safeName } from './safe-name.ts';
import { TemplateSegment } from './template-segment.ts';
import { utcOf } from './utc.ts';

type Place = Pick<Shot, 'site' | 'device' | 'camera'>;

/** How shots are called in a bucket. */
export interface KeyTemplate {
  /** As it is written. */
  readonly text: string;
  /** Whether each of its keys says the camera and the time, so that `parse` tells them. */
  readonly saysWhereAndWhen: boolean;
  /**
   * The key of a shot, or of its description where that is all there is. It follows from the message alone, so that a shot
   * sent again meets its own object. Every bucket can hold it, whatever the shot's names are; shots of different ids have
   * different keys.
   */
  format(shot: KeyedShot): string;
  /** Undefined for a key that this template does not give. */
  parse(key: string): ShotKeyParts | undefined;
  /** The names of a place as its keys say them. */
  namesIn(place: Place): Place;
  /** What the keys of a camera's shots begin with that were captured in the hour of `at` (µs since the epoch). */
  prefixes(place: Place, at: number): string[];
}

/** What people write in place of a template. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['default', '{kind}/dt={date}/hour={hour}/site={site}/device={device}/camera={camera}/{time}-{id}.{ext}'],
  ['seed', '{id}-{time}.{ext}'],
]);

const KINDS: readonly Shot['kind'][] = ['face', 'object', 'frame'];
/** What is known of a camera's shots of an hour and of one kind. */
const KNOWN: ReadonlySet<PlaceholderName> = new Set([
  ...(['kind', 'site', 'device', 'camera', 'date', 'year', 'month', 'day', 'hour'] as const),
]);
/** Digits of a compact time down to the hour. */
const HOUR_DIGITS = 11;

/** Reads a template, or `default` or `seed` for one. Throws ConfigError, which says where a text is none. */
export function parseKeyTemplate(nameOrText: string): KeyTemplate {
  const text = SHORT.get(nameOrText) ?? nameOrText;
  const { segments: read, nameBytes } = readTemplate(text);
  const segments = read.map((pieces, i) => new TemplateSegment(pieces, { nameBytes, isFirst: i === 0 }));
  if (!text.includes('{id}')) throw wrong(text, 'without {id} different shots would have one key');
  if (!segments.some(({ reads }) => reads.includes('id'))) {
    throw wrong(text, '{id} stands between two of any length, where it cannot be told from them; divide them by "/"');
  }
  return {
    text,
    saysWhereAndWhen: sayWhereAndWhen(segments),
    format(shot) {
      const utc = utcOf(shot.at);
      return segments.map((segment) => segment.write(shot, utc)).join('/');
    },
    parse: (key) => readKey(segments, key),
    namesIn: ({ site, device, camera }) => ({
      site: safeName(site, nameBytes),
      device: safeName(device, nameBytes),
      camera: safeName(camera, nameBytes),
    }),
    prefixes: (place, at) => [...new Set(KINDS.map((kind) => prefixOf(segments, { ...place, kind, at })))],
  };
}

/** As many whole segments as are known, and of a time that follows the hour. */
function prefixOf(segments: readonly TemplateSegment[], known: Place & Pick<Shot, 'kind' | 'at'>): string {
  const shot = { ...known, id: '', session: '', seq: 0 };
  const utc = utcOf(known.at);
  let prefix = '';
  for (const segment of segments) {
    const [first] = segment.pieces;
    if (first && 'name' in first && first.name === 'time') return prefix + utc.compact.slice(0, HOUR_DIGITS);
    if (!segment.pieces.every((piece) => 'text' in piece || KNOWN.has(piece.name))) break;
    prefix += `${segment.write(shot, utc)}/`;
  }
  return prefix;
}
