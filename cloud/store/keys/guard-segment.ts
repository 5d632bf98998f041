import { PREFIXES } from './prefixes.ts';

/** Names that Windows takes for devices, whatever stands behind a dot. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³])(?:\.|$)/i;
const TAKEN: readonly string[] = Object.values(PREFIXES).map((prefix) => prefix.slice(0, -1));
/** No name begins or ends with it; a text that does gets another. */
const MARK = '~';

/** By how much a segment may grow. */
export const GUARD_BYTES = 2 * MARK.length;

/**
 * A segment of a key as it may stand: what a file system, the pack of that name (`.tar`), or at the begin of a key what lies
 * beside the shots would be taken for is marked. Each name is safe by itself, but not what names and texts make together.
 */
export function guardSegment(segment: string, isFirst: boolean): string {
  const isTaken = /^[.~]/.test(segment) || DEVICE.test(segment) || (isFirst && TAKEN.includes(segment.toLowerCase()));
  const isPack = /\.tar~*$/i.test(segment);
  return `${isTaken ? MARK : ''}${segment}${isPack ? MARK : ''}`;
}

/** The segment that was guarded. */
export function unguardSegment(segment: string): string {
  return segment.replace(/^~/, '').replace(/(\.tar~*)~$/i, '$1');
}
