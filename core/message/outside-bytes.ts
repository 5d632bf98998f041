/** First byte of a MessagePack value -> bytes of the length that follows it. */
const LENGTH_BYTES: ReadonlyMap<number, number> = new Map([
  ...[1, 2, 4].map((bytes, i) => [0xc4 + i, bytes] as const), // byte strings
  ...[1, 2, 4].map((bytes, i) => [0xc7 + i, bytes] as const), // extensions
  ...[1, 2, 4].map((bytes, i) => [0xd9 + i, bytes] as const), // text
]);

/** First byte -> bytes that follow it in any case. */
const FIXED_BYTES: ReadonlyMap<number, number> = new Map([
  ...Array.from({ length: 32 }, (_, length) => [0xa0 + length, length] as const), // short text
  ...[1, 1, 1].map((bytes, i) => [0xc7 + i, bytes] as const), // type of an extension
  ...[4, 8, 1, 2, 4, 8, 1, 2, 4, 8].map((bytes, i) => [0xca + i, bytes] as const), // numbers
  ...[2, 3, 5, 9, 17].map((bytes, i) => [0xd4 + i, bytes] as const), // short extensions
  ...[2, 4, 2, 4].map((bytes, i) => [0xdc + i, bytes] as const), // counts of lists and maps
]);

/**
 * Whether MessagePack values have more than `limit` bytes outside their byte strings. It steps from one first byte to the
 * next and builds nothing, where to unpack eight million empty maps takes seconds and gigabytes. What is broken, or lies
 * about a length, is left to whoever unpacks it.
 */
export function exceedsOutside(payload: Buffer, limit: number): boolean {
  let outside = 0;
  for (let at = 0; at < payload.length && outside <= limit; ) {
    const first = payload[at] ?? 0;
    const lengthBytes = LENGTH_BYTES.get(first) ?? 0;
    if (at + 1 + lengthBytes > payload.length) break;
    const header = 1 + lengthBytes + (FIXED_BYTES.get(first) ?? 0);
    const body = lengthBytes === 0 ? 0 : payload.readUIntBE(at + 1, lengthBytes);
    const isBytes = first >= 0xc4 && first <= 0xc6;
    outside += isBytes ? header : header + body;
    at += header + body;
  }
  return outside > limit;
}
