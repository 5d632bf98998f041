import { createHash } from 'node:crypto';
import { INDEX_NAME, type PackedShot } from './pack-index.ts';
import { BLOCK, blocksFor, writeTarHeader } from './tar-header.ts';
import type { ShotToPack } from './write-pack.ts';

export const PACK = 'face/20261120T223828.123456Z-019aa3c5-1f7b-4abc-8def-0123456789ab.tar';
const AT = Date.UTC(2026, 10, 20, 22, 38, 28, 123) * 1_000;

/** Bytes that follow from a name, and none of which is zero. */
export function bytesOf(name: string): Buffer {
  const digest = createHash('sha256').update(name).digest();
  return Buffer.alloc(1 + (digest.readUInt16BE() % 3_000), digest).map((byte) => byte || 1) as Buffer;
}

/** A shot that goes into a pack, with a description unless it is one. */
export function shotToPack(name: string): ShotToPack {
  const id = createHash('sha256').update(name).digest('hex').slice(0, 32);
  const shot = { id, name, at: AT, body: bytesOf(name) };
  return name.endsWith('.json') ? shot : { ...shot, description: `${JSON.stringify({ name })}\n` };
}

/** What an index says of a shot: where its bytes begin, counted from the end of the index, and how many they are. */
export function said(name: string, body: [number, number], description?: [number, number]): PackedShot {
  return { id: name, name, body, ...(description && { description }) };
}

/** A tar file with an index of ours that says this of a few KB of zeros. */
export function lyingPack(shots: readonly PackedShot[]): Buffer {
  const index = Buffer.from(JSON.stringify({ v: 1, erased: 0, shots }));
  const pack = Buffer.alloc(BLOCK + blocksFor(index.length) + 8 * BLOCK);
  writeTarHeader(pack.subarray(0, BLOCK), { name: INDEX_NAME, bytes: index.length }, 0);
  pack.set(index, BLOCK);
  return pack;
}
