import type { Shot } from '@vedette/core/message';
import { parseKeyTemplate } from './key-template.ts';

/**
 * The layout of a bucket where none is asked for:
 * `face/dt=2026-11-20/hour=22/site=home/device=jetson-1/camera=door/20261120T223828.123456Z-<id>.jpg`.
 */
export const DEFAULT_TEMPLATE = parseKeyTemplate('default');

/** The key of a shot in that layout. */
export function shotKey(shot: Shot): string {
  return DEFAULT_TEMPLATE.format(shot);
}
