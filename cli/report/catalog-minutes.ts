import { minuteOf } from '@vedette/core/ledger';
import { type Catalog, shotPages } from '@vedette/store';
import type { CountInBucket, EdgeRow } from './compare.ts';
import { MinuteCounts, type Place } from './minute-counts.ts';

const HOUR = 3_600_000_000;

/**
 * Counts the shots of the hours and cameras that these rows are of, but those whose key `isSaid` to be of that place and
 * minute: they are counted in the bucket.
 */
export async function countInCatalog(
  catalog: Pick<Catalog, 'shots'>,
  rows: readonly EdgeRow[],
  isSaid: (key: string, place: Place, minute: string) => boolean,
): Promise<CountInBucket> {
  const counts = new MinuteCounts();
  for (const [place, from] of hoursOf(rows)) {
    for await (const shots of shotPages(catalog, { ...place, from, to: from + HOUR })) {
      for (const { at, key } of shots) {
        if (!isSaid(key, place, minuteOf(at))) counts.add(place, minuteOf(at));
      }
    }
  }
  return (place, minute) => counts.of(place, minute);
}

/** Each camera and hour once. */
function hoursOf(rows: readonly EdgeRow[]): Iterable<readonly [Place, number]> {
  const hours = rows.map(({ site, device, camera, row }) => {
    const hour = Math.floor((Date.parse(row.minute) * 1_000) / HOUR) * HOUR;
    return [JSON.stringify([site, device, camera, hour]), [{ site, device, camera }, hour]] as const;
  });
  return new Map(hours).values();
}
