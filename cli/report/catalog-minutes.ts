import { minuteOf } from '@vedette/core/ledger';
import type { Catalog } from '@vedette/store';
import type { CountInBucket, EdgeRow } from './compare.ts';

type Place = Pick<EdgeRow, 'site' | 'device' | 'camera'>;

const HOUR = 3_600_000_000;
const PAGE = 1_000;

/** Counts the shots of the hours and cameras that these rows are of, for a bucket whose keys do not say where and when. */
export async function countInCatalog(
  catalog: Pick<Catalog, 'shots'>,
  rows: readonly EdgeRow[],
): Promise<CountInBucket> {
  const counts = new Map<string, number>();
  for (const [place, from] of hoursOf(rows)) {
    for (let cursor: string | undefined, isLast = false; !isLast; isLast = cursor === undefined) {
      const { items, next } = await catalog.shots({ ...place, from, to: from + HOUR, limit: PAGE, cursor });
      for (const { at } of items) {
        const name = nameOf(place, minuteOf(at));
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      cursor = next;
    }
  }
  return (place, minute) => counts.get(nameOf(place, minute)) ?? 0;
}

/** Each camera and hour once. */
function hoursOf(rows: readonly EdgeRow[]): Iterable<readonly [Place, number]> {
  const hours = rows.map(({ site, device, camera, row }) => {
    const hour = Math.floor((Date.parse(row.minute) * 1_000) / HOUR) * HOUR;
    return [nameOf({ site, device, camera }, String(hour)), [{ site, device, camera }, hour]] as const;
  });
  return new Map(hours).values();
}

function nameOf({ site, device, camera }: Place, time: string): string {
  return `${site}/${device}/${camera}/${time}`;
}
