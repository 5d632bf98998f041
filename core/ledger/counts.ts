import { z } from 'zod';
import { countSchema, plus, sumOf } from './count.ts';
import { addReasons, suppressedBySchema, unpublishedSchema } from './reasons.ts';

/** What a detector has done with the sightings of one minute of capture. Each field that is absent is none. */
export const sightingCountsSchema = z.object({
  /** Sightings: each detection in each frame. */
  generated: countSchema.default(0),
  /** Sightings that the selector found not worth sending. */
  suppressed: countSchema.default(0),
  /** Of these, how many for which reason, where the detector says so. */
  suppressedBy: suppressedBySchema.default({}),
  /** Sightings that were picked and could not be published, by reason. */
  unpublished: unpublishedSchema.default({}),
  /** Shots that the edge broker has acknowledged. */
  shots: countSchema.default(0),
});

export type SightingCounts = z.output<typeof sightingCountsSchema>;

/**
 * What was generated and has no end in these counts: held by the tracker, or lost when its detector was killed. None where a
 * detector says that more have an end than there were.
 */
export function openOf({ generated, suppressed, unpublished, shots }: Omit<SightingCounts, 'suppressedBy'>): number {
  return Math.max(0, generated - suppressed - sumOf(unpublished) - shots);
}

/** What several runs of a detector have counted together. */
export function addSightings(all: Iterable<SightingCounts>): SightingCounts {
  const sum = { generated: 0, suppressed: 0, suppressedBy: {}, unpublished: {}, shots: 0 };
  for (const { generated, suppressed, shots, suppressedBy, unpublished } of all) {
    sum.generated = plus(sum.generated, generated);
    sum.suppressed = plus(sum.suppressed, suppressed);
    sum.shots = plus(sum.shots, shots);
    addReasons(sum.suppressedBy, suppressedBy);
    addReasons(sum.unpublished, unpublished);
  }
  return sum;
}

/** Without what is zero or empty: it is sent over a narrow link, again and again. */
export function withoutZeros<T extends object>(counts: T): Partial<T> {
  const isNone = (value: unknown) =>
    value === 0 || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);
  return Object.fromEntries(Object.entries(counts).filter(([, value]) => !isNone(value))) as Partial<T>;
}
