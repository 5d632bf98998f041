import type { SightingCounts } from '@vedette/core/ledger';
import type { Outcome } from '../meter.ts';

/** How payloads of one row ended. */
export interface Ends {
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly dropped: Readonly<Record<string, number>>;
}

/**
 * What happened, a JSON list to a line of the journal. Rows (a camera and a minute of capture) have numbers within it.
 *
 *     at    the time from here on, in ms since the epoch
 *     row   a row: number, site, device, camera, minute, when it changed last, and how payloads of it have ended so far
 *     in    a payload of a row waits in the spool
 *     out   it has its end
 *     past  a payload that had its end not long ago
 *     seen  what a run of a detector (its session) has counted so far in a row
 *     run   which run of a camera's detector reported last; the camera as `site/device/camera`
 */
export type Line =
  | readonly ['at', number]
  | readonly ['row', number, string, string, string, string, number, Ends]
  | readonly ['in', string, number]
  | readonly ['out', string, Outcome, string?]
  | readonly ['past', string]
  | readonly ['seen', number, string, SightingCounts]
  | readonly ['run', string, string];

/** Type of each value behind the name; `?` may be absent. */
const SHAPES: Readonly<Record<Line[0], readonly string[]>> = {
  at: ['number'],
  row: ['number', 'string', 'string', 'string', 'string', 'number', 'object'],
  in: ['string', 'number'],
  out: ['string', 'string', 'string?'],
  past: ['string'],
  seen: ['number', 'string', 'object'],
  run: ['string', 'string'],
};

export function encodeLine(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

/** Undefined where the text is no line of ours: cut off by a crash, or damaged. */
export function parseLine(text: string): Line | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isLine(value) ? value : undefined;
}

function isLine(value: unknown): value is Line {
  if (!Array.isArray(value)) return false;
  const [name, ...values] = value;
  const shape = Object.hasOwn(SHAPES, name) ? SHAPES[name as Line[0]] : undefined;
  return shape?.every((type, index) => fits(type, values[index])) ?? false;
}

function fits(type: string, value: unknown): boolean {
  if (type.endsWith('?')) return value === undefined || fits(type.slice(0, -1), value);
  return typeof value === type && value !== null;
}
