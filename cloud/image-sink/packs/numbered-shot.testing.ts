import { createHash } from 'node:crypto';
import type { Shot } from '@vedette/core/message';
import { SAMPLE_JPEG, sampleShot } from '@vedette/core/testing';

/** How many there are. */
export const NUMBERED_SHOTS = 500;
/** Of a pack: there is room for some shots, and for none whose image is whole. */
export const MAX_BYTES = 20_000;
const BEGIN = Date.UTC(2026, 10, 20, 22) * 1_000;
const WHOLE = Buffer.concat([SAMPLE_JPEG, Buffer.alloc(MAX_BYTES, 'whole')]);
const FROM = { sha256: createHash('sha256').update(WHOLE).digest('hex'), bytes: WHOLE.length };

/** A shot that follows from its number, of one of two cameras; with its image as it was, or a smaller one. */
export function numberedShot(number: number, isWhole: boolean): Shot {
  const id = `019aa3c5-1f7b-7abc-8def-${number.toString(16).padStart(12, '0')}`;
  const over = { id, seq: number, at: BEGIN + number * 100_000, camera: `cam${number % 2}` };
  if (isWhole) return sampleShot(over, WHOLE);
  const { image, ...shot } = sampleShot(over);
  const { width, height } = image;
  return { ...shot, image: { ...image, reduced: { from: { ...FROM, width, height }, quality: 50 } } };
}
