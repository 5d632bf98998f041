import { z } from 'zod';

export const countSchema = z.number().int().nonnegative();

/** How many, by reason. */
export const reasonsSchema = z.record(z.string().max(100), countSchema);

/** What a detector has done with the sightings of one minute of capture. Each field that is absent is none. */
export const sightingCountsSchema = z.object({
  /** Sightings: each detection in each frame. */
  generated: countSchema.default(0),
  /** Sightings that the selector found not worth sending. */
  suppressed: countSchema.default(0),
  /** Sightings that were picked and could not be published, by reason. */
  unpublished: reasonsSchema.default({}),
  /** Shots that the edge broker has acknowledged. */
  shots: countSchema.default(0),
});

export type SightingCounts = z.output<typeof sightingCountsSchema>;

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** What was generated and has no end in these counts: held by the tracker, or lost when its detector was killed. */
export function openOf({ generated, suppressed, unpublished, shots }: SightingCounts): number {
  return generated - suppressed - sumOf(unpublished) - shots;
}

/** Without what is zero or empty: it is sent over a narrow link, again and again. */
export function withoutZeros<T extends object>(counts: T): Partial<T> {
  const isNone = (value: unknown) =>
    value === 0 || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);
  return Object.fromEntries(Object.entries(counts).filter(([, value]) => !isNone(value))) as Partial<T>;
}
