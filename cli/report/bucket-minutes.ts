import { minuteOf } from '@vedette/core/ledger';
import type { Bucket, KeyTemplate } from '@vedette/store';
import type { CountInBucket, EdgeRow } from './compare.ts';
import { MinuteCounts, type Place } from './minute-counts.ts';

/**
 * Counts the objects of the hours and cameras that these rows are of, and of no others, by what their keys say. A bucket
 * may hold several layouts, one after another: `templates`, each of which says where and when.
 */
export async function countInBucket(
  bucket: Bucket,
  rows: readonly EdgeRow[],
  templates: readonly KeyTemplate[],
): Promise<CountInBucket> {
  const counts = await Promise.all(
    templates.map((template, i) => countKeys(bucket, rows, template, templates.slice(0, i))),
  );
  return (place, minute) => counts.reduce((sum, count) => sum + count(place, minute), 0);
}

/** Whether a key says that its shot was captured there and then, so that `countInBucket` counts it by this template. */
export function isSaid(template: KeyTemplate, key: string, place: Place, minute: string): boolean {
  const [said, names] = [wordsIn(template, key), template.namesIn(place)];
  if (said?.minute !== minute) return false;
  return (['site', 'device', 'camera'] as const).every((name) => said.place[name] === names[name]);
}

/** Leaves out what a template `before` it counts. */
async function countKeys(
  bucket: Bucket,
  rows: readonly EdgeRow[],
  template: KeyTemplate,
  before: readonly KeyTemplate[],
): Promise<CountInBucket> {
  const counts = new MinuteCounts();
  const prefixes = new Set(
    rows.flatMap(({ row, ...place }) => template.prefixes(place, Date.parse(row.minute) * 1_000)),
  );
  for (const prefix of prefixes) {
    for await (const { key } of bucket.list(prefix)) {
      const said = wordsIn(template, key);
      if (said && !before.some((one) => one.parse(key))) counts.add(said.place, said.minute);
    }
  }
  return (place, minute) => counts.of(template.namesIn(place), minute);
}

/** Where and when, in names as they stand in a key. */
function wordsIn(template: KeyTemplate, key: string): { place: Place; minute: string } | undefined {
  const { site, device, camera, at } = template.parse(key) ?? {};
  if (site === undefined || device === undefined || camera === undefined || at === undefined) return undefined;
  return { place: { site, device, camera }, minute: minuteOf(at) };
}
