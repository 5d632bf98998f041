import { minuteOf } from '@vedette/core/ledger';
import { type Bucket, parseShotKey, safeName, shotPrefixes } from '@vedette/store';
import type { CountInBucket, EdgeRow } from './compare.ts';

/** Counts the objects of the hours and devices that these rows are of, and of no others. */
export async function countInBucket(bucket: Bucket, rows: readonly EdgeRow[]): Promise<CountInBucket> {
  const counts = new Map<string, number>();
  const prefixes = new Set(rows.flatMap(({ row, ...place }) => shotPrefixes(place, Date.parse(row.minute) * 1_000)));
  for (const prefix of prefixes) {
    for await (const { key } of bucket.list(prefix)) {
      const parts = parseShotKey(key);
      if (!parts) continue;
      const name = nameOf(parts, minuteOf(parts.at));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return ({ site, device, camera }, minute) => {
    const place = { site: safeName(site), device: safeName(device), camera: safeName(camera) };
    return counts.get(nameOf(place, minute)) ?? 0;
  };
}

/** Of names as they stand in a key. */
function nameOf({ site, device, camera }: Pick<EdgeRow, 'site' | 'device' | 'camera'>, minute: string): string {
  return `${site}/${device}/${camera}/${minute}`;
}
