import { z } from 'zod';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.(\d{1,9}))?)?(?:Z|[+-]\d\d:\d\d)$/;

/** A time in µs since the epoch as ISO 8601 in UTC, with its µs: `2026-11-20T22:38:28.123456Z`. */
export function isoOf(micros: number): string {
  const ms = Math.floor(micros / 1_000);
  const rest = String(micros - ms * 1_000).padStart(3, '0');
  return `${new Date(ms).toISOString().slice(0, -1)}${rest}Z`;
}

/** The time that ISO 8601 or a whole number of µs says, in µs since the epoch; undefined where it says none. */
export function microsOf(text: string): number | undefined {
  if (/^\d{1,16}$/.test(text)) return Number(text);
  const [match, fraction = ''] = ISO.exec(text) ?? [];
  const ms = match === undefined ? Number.NaN : Date.parse(match);
  if (Number.isNaN(ms)) return undefined;
  return ms * 1_000 + Number(fraction.padEnd(6, '0').slice(3, 6)); // a Date has ms
}

/** A time in a query. */
export const timeParameter = z
  .string()
  .transform((text, context) => {
    const micros = microsOf(text);
    if (micros !== undefined) return micros;
    context.addIssue('a time is ISO 8601 with its zone (2026-11-20T22:38:28Z) or µs since the epoch');
    return z.NEVER;
  })
  .describe('ISO 8601 with its zone, or µs since the epoch');

export const isoTime = z.iso.datetime({ precision: 6 });
