import type { Shot } from '@vedette/core/message';
import { sampleShot } from '@vedette/core/testing';

/** How many there are. */
export const NUMBERED_SHOTS = 500;
const BEGIN = Date.UTC(2026, 10, 20, 22) * 1_000;

/** A shot that follows from its number, of one of two cameras. */
export function numberedShot(number: number): Shot {
  const id = `019aa3c5-1f7b-7abc-8def-${number.toString(16).padStart(12, '0')}`;
  return sampleShot({ id, seq: number, at: BEGIN + number * 100_000, camera: `cam${number % 2}` });
}
