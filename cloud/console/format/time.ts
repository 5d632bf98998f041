const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });

const MINUTE = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** The minute of a day, here, of a time in s since the epoch. */
export function minuteName(seconds: number): string {
  return MINUTE.format(new Date(seconds * 1_000));
}

/** The time of day, here. */
export function clockTime(iso: string): string {
  return CLOCK.format(new Date(iso));
}

/** The day, here. */
export function dayName(date: Date): string {
  return DAY.format(date);
}

/** Time and day, here. */
export function localTime(iso: string): string {
  const date = new Date(iso);
  return `${DAY.format(date)}, ${CLOCK.format(date)}`;
}

/** How long, in the one or two units that a person would say: `42 s`, `3 min 5 s`, `2 h 10 min`, `3 days`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return both(Math.floor(whole / 60), 'min', whole % 60, 's');
  if (whole < 86_400) return both(Math.floor(whole / 3_600), 'h', Math.floor((whole % 3_600) / 60), 'min');
  const days = Math.floor(whole / 86_400);
  return days === 1 ? '1 day' : `${days} days`;
}

/** `1.2 s`, `340 ms` */
export function milliseconds(ms: number): string {
  if (Math.abs(ms) < 1_000) return `${Math.round(ms)} ms`;
  return Math.abs(ms) < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : duration(ms / 1_000);
}

/** The day of a date here, as a date field says it: `2026-11-21`. */
export function dayOf(date: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** Midnight here on a day that `dayOf` has said; `later` moves on by days. */
export function startOfDay(day: string, later = 0): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later);
}

function both(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
