import type { Catalog } from './catalog.ts';

const PAGE = 1_000;

/** What the catalog has behind `after` up to `last`, or up to the end: ids by key, in the order of the keys. */
export async function keysBetween(
  catalog: Pick<Catalog, 'keys'>,
  after: string,
  last: string | undefined,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  const end = last === undefined ? undefined : Buffer.from(last);
  for (let behind = after; !signal?.aborted; ) {
    const some = await catalog.keys(behind, PAGE);
    const within = some.filter(({ key }) => end === undefined || Buffer.compare(Buffer.from(key), end) <= 0);
    for (const { key, id } of within) known.set(key, id);
    const next = within.at(-1)?.key;
    if (next === undefined || within.length < PAGE) break;
    behind = next;
  }
  return known;
}
