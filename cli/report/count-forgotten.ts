import { bucketUrlOf } from '@vedette/image-sink/config';
import { type EraseRule, type ForgottenMinute, openBucket, readTombstones } from '@vedette/store';
import { openCatalogIfThere } from '../settings/open-catalog-if-there.ts';
import type { Settings } from '../settings/schema.ts';
import type { CountInBucket, EdgeRow } from './compare.ts';
import { MinuteCounts, type Place } from './minute-counts.ts';

const MINUTE_MICROS = 60_000_000;

/**
 * How many shots of these rows were removed on purpose, as the catalog has counted; where it was made anew since, what was
 * erased of a whole minute is still told by the tombstones. The bucket must be there.
 */
export async function countForgotten(settings: Settings, rows: readonly EdgeRow[]): Promise<CountInBucket> {
  const bucket = await openBucket(bucketUrlOf(settings.imageSink, settings), { create: false });
  const rules = await readTombstones(bucket).finally(() => bucket.close());
  const catalog = await openCatalogIfThere(settings);
  const minutes = rows.map(({ row }) => Date.parse(row.minute) * 1_000).sort((a, b) => a - b);
  const [from = 0, to = 0] = [minutes.at(0), (minutes.at(-1) ?? 0) + 1];
  const counted = await catalog?.forgotten({ from, to }).finally(() => catalog.close());
  return forgottenBy(counted ?? [], rules);
}

export function forgottenBy(counted: readonly ForgottenMinute[], rules: readonly EraseRule[]): CountInBucket {
  const counts = new MinuteCounts();
  for (const { shots, minute, ...place } of counted) counts.add(place, minute, shots);
  return (place, minute) => {
    const isAllErased = rules.some((rule) => coversMinute(rule, place, Date.parse(minute) * 1_000));
    return isAllErased ? Number.POSITIVE_INFINITY : counts.of(place, minute);
  };
}

function coversMinute(rule: EraseRule, place: Place, begin: number): boolean {
  const { from = 0, to = rule.erasedAt, track, session } = rule;
  const isOfAll = track === undefined && session === undefined;
  const names = ['site', 'device', 'camera'] as const;
  const isThere = names.every((name) => rule[name] === undefined || rule[name] === place[name]);
  return isOfAll && isThere && from <= begin && to >= begin + MINUTE_MICROS;
}
