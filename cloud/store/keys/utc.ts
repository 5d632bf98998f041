/** A time in UTC, as a key says it. */
export interface Utc {
  /** `2026-11-20T22:38:28.123Z` */
  readonly iso: string;
  /** `20261120T223828.123456Z` */
  readonly compact: string;
}

/** A time in µs since the epoch; a Date has ms. */
export function utcOf(at: number): Utc {
  const iso = new Date(Math.floor(at / 1_000)).toISOString();
  const micros = String(at % 1_000).padStart(3, '0');
  return { iso, compact: `${iso.slice(0, 23).replaceAll(/[-:]/g, '')}${micros}Z` };
}

/** The time that a compact one says, in µs since the epoch; NaN where there is no such time. */
export function atOf(compact: string): number {
  const [, date = '', time = '', micros] = /^(\d{8})T(\d{6}\.\d{3})(\d{3})Z$/.exec(compact) ?? [];
  const day = date.replace(/(....)(..)(..)/, '$1-$2-$3');
  return Date.parse(`${day}T${time.replace(/(..)(..)(.*)/, '$1:$2:$3')}Z`) * 1_000 + Number(micros);
}
