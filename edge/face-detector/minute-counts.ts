import { isSuppression, minuteName, minuteNumber, type SightingCounts, withoutZeros } from '@vedette/core/ledger';
import type { SuppressionReason } from './suppression-reason.ts';

/** Minutes that are remembered, and so may still change. No track of a camera is open for a day. */
const MAX_MINUTES = 1_440;
/** Minutes in one report. */
const MAX_REPORTED = 500;

type Counts = { -readonly [K in keyof SightingCounts]: SightingCounts[K] };

/** One minute as it is reported: what is zero is left out. */
export type ReportedMinute = Partial<SightingCounts> & { readonly minute: string };

/** What became of the sightings of each minute of capture since the detector was started. */
export class MinuteCounts {
  readonly #minutes = new Map<number, Counts>();
  readonly #changed = new Set<number>();

  generated(at: number, sightings: number): void {
    if (sightings > 0) this.#of(at).generated += sightings;
  }

  published(at: number): void {
    this.#of(at).shots += 1;
  }

  /** Sightings captured at these times that became no shot. */
  suppressed(reason: SuppressionReason, times: readonly number[]): void {
    for (const at of times) {
      const counts = this.#of(at);
      if (isSuppression(reason)) {
        counts.suppressed += 1;
        counts.suppressedBy[reason] = (counts.suppressedBy[reason] ?? 0) + 1;
      } else counts.unpublished[reason] = (counts.unpublished[reason] ?? 0) + 1;
    }
  }

  /** The minutes that changed since the last call, as they are now. */
  takeChanged(): ReportedMinute[] {
    const numbers = [...this.#changed].slice(0, MAX_REPORTED);
    const changed = numbers.map((number) => {
      this.#changed.delete(number);
      return { minute: minuteName(number), ...structuredClone(withoutZeros(this.#minutes.get(number) ?? {})) };
    });
    this.#forget();
    return changed;
  }

  #of(at: number): Counts {
    const number = minuteNumber(at);
    let counts = this.#minutes.get(number);
    if (!counts) {
      counts = { generated: 0, suppressed: 0, suppressedBy: {}, unpublished: {}, shots: 0 };
      this.#minutes.set(number, counts);
    }
    this.#changed.add(number);
    return counts;
  }

  #forget(): void {
    for (const number of this.#minutes.keys()) {
      if (this.#minutes.size <= MAX_MINUTES) return;
      if (!this.#changed.has(number)) this.#minutes.delete(number);
    }
  }
}
