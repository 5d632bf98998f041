import { startOfDay } from '../format/time.ts';

/** Hours of a day here: from the begin of the first to the end of the last. */
export interface Hours {
  readonly first: number;
  readonly last: number;
}

/** `9-11`, or `9` for one hour; undefined for what says no hours. */
export function parseHours(text: string | undefined): Hours | undefined {
  const [, first, last = first] = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(text ?? '') ?? [];
  const hours = { first: Number(first), last: Number(last) };
  return hours.first <= hours.last && hours.last < 24 ? hours : undefined;
}

export function formatHours({ first, last }: Hours): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** What the API is asked for: a whole day here, or some hours of it. */
export function rangeOf(day: string, hours?: Hours): { readonly from: string; readonly to: string } {
  const from = startOfDay(day);
  const to = startOfDay(day, 1);
  if (hours) {
    to.setTime(from.getTime());
    from.setHours(hours.first);
    to.setHours(hours.last + 1);
  }
  return { from: from.toISOString(), to: to.toISOString() };
}
