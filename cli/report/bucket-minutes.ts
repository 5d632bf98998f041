import { minuteOf } from '@vedette/core/ledger';
import type { Bucket, KeyTemplate } from '@vedette/store';
import type { CountInBucket, EdgeRow } from './compare.ts';

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

/** Leaves out what a template `before` it counts. */
async function countKeys(
  bucket: Bucket,
  rows: readonly EdgeRow[],
  template: KeyTemplate,
  before: readonly KeyTemplate[],
): Promise<CountInBucket> {
  const counts = new Map<string, number>();
  const prefixes = new Set(
    rows.flatMap(({ row, ...place }) => template.prefixes(place, Date.parse(row.minute) * 1_000)),
  );
  for (const prefix of prefixes) {
    for await (const { key } of bucket.list(prefix)) {
      const { site, device, camera, at } = template.parse(key) ?? {};
      if (site === undefined || device === undefined || camera === undefined || at === undefined) continue;
      if (before.some((one) => one.parse(key))) continue;
      const name = nameOf({ site, device, camera }, minuteOf(at));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return (place, minute) => counts.get(nameOf(template.namesIn(place), minute)) ?? 0;
}

/** Of names as they stand in a key. */
function nameOf({ site, device, camera }: Pick<EdgeRow, 'site' | 'device' | 'camera'>, minute: string): string {
  return `${site}/${device}/${camera}/${minute}`;
}
