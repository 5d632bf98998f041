import { createHash } from 'node:crypto';
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
