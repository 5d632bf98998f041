import { z } from 'zod';

/** More than any minute has; sums of very many of them are exact still. */
const MAX = 1_000_000_000;

export const countSchema = z.number().int().nonnegative().max(MAX);

/** A sum that `countSchema` takes, whatever is added up. */
export function plus(a: number, b: number): number {
  return Math.min(a + b, MAX);
}

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
