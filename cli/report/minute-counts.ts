import type { EdgeRow } from './compare.ts';

/** What is counted by camera and minute of capture, as `2026-11-20T22:38Z`. */
export class MinuteCounts {
  readonly #counts = new Map<string, number>();

  add(place: Place, minute: string, count = 1): void {
    this.#counts.set(nameOf(place, minute), this.of(place, minute) + count);
  }

  of(place: Place, minute: string): number {
    return this.#counts.get(nameOf(place, minute)) ?? 0;
  }
}

export type Place = Pick<EdgeRow, 'site' | 'device' | 'camera'>;

function nameOf({ site, device, camera }: Place, minute: string): string {
  return JSON.stringify([site, device, camera, minute]);
}
