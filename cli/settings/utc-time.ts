import { InvalidArgumentError } from 'commander';

/** A day, or a time to any part of a second, with its zone or without one. */
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/** Reads a time, in UTC unless it names a zone, as µs since the epoch. */
export function utcTime(text: string): number {
  const [, day, time = '00:00', zone = 'Z'] = TIME.exec(text) ?? [];
  const ms = day === undefined ? Number.NaN : Date.parse(`${day}T${time}${zone}`);
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('it must be a time as 2026-11-20, or 2026-11-20T22:00 (in UTC).');
  return ms * 1_000;
}
