import { createHash } from 'node:crypto';

const MAX_BYTES = 60_000;

/** Bytes that follow from a key, as many as follow from it too. */
export function bodyOf(key: string): Buffer {
  const digest = createHash('sha256').update(key).digest();
  return Buffer.alloc(digest.readUInt32BE() % MAX_BYTES, digest);
}

export function descriptionOf(key: string): string {
  return JSON.stringify({ key, bytes: bodyOf(key).length });
}
