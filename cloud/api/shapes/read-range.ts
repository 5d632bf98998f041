/** A part of what has `total` bytes. */
export interface ByteRange {
  readonly from: number;
  readonly bytes: number;
}

/** What a `Range` header asks for (RFC 9110, 14.2): one part; whatever else it may say is passed over, as one may. */
export function readRange(header: string | undefined, total: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, total - Number(last)) : Number(first);
  const to = first === '' || last === '' ? total - 1 : Math.min(Number(last), total - 1);
  if (first !== '' && last !== '' && Number(last) < from) return undefined; // no valid range
  return from >= total || to < from ? 'unsatisfiable' : { from, bytes: to - from + 1 };
}
