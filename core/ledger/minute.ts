import { z } from 'zod';

const MICROS = 60_000_000;

/** A minute of capture in UTC, as ISO 8601 without seconds: `2026-11-20T22:38Z`. Its texts sort by time. */
export const minuteSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/, 'a minute is YYYY-MM-DDTHH:MMZ')
  .refine(isInCalendar, 'no calendar has this minute');

/** The minute that a capture time (µs since the epoch) lies in, counted from the epoch. */
export function minuteNumber(at: number): number {
  return Math.floor(at / MICROS);
}

export function minuteName(number: number): string {
  return `${new Date(number * 60_000).toISOString().slice(0, 16)}Z`;
}

function isInCalendar(minute: string): boolean {
  const ms = Date.parse(minute);
  return !Number.isNaN(ms) && minuteName(ms / 60_000) === minute;
}

/** The minute that a capture time (µs since the epoch) lies in. */
export function minuteOf(at: number): string {
  return minuteName(minuteNumber(at));
}
