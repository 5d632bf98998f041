import type { Catalog, LedgerMinute, LedgerQuery } from '@vedette/store';
import { type LedgerAnswer, ledgerRows } from './ledger-rows.ts';

const MINUTE = 60_000_000;
const PAGE = 1_000;

/**
 * Whole minutes of the books until there are `limit` rows or more; `next` is the minute to go on from, in µs since the
 * epoch.
 */
export async function readLedger(
  catalog: Pick<Catalog, 'ledger' | 'forgotten'>,
  { limit, ...query }: Omit<LedgerQuery, 'cursor'> & { readonly limit: number },
  now: number,
): Promise<{ items: LedgerAnswer[]; next?: number }> {
  const minutes: LedgerMinute[] = [];
  let cursor: string | undefined;
  do {
    const page = await catalog.ledger({ ...query, limit: PAGE, cursor });
    minutes.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined && !isEnough(minutes, limit));
  const whole = cursor === undefined ? minutes : withoutLast(minutes);
  const end = cutAt(whole, limit);
  const items = whole.slice(0, end);
  const next = whole[end] ?? minutes[end];
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last) return { items: [] };
  const forgotten = await catalog.forgotten({ ...query, from: startOf(first), to: startOf(last) + MINUTE });
  return { items: ledgerRows(items, forgotten, now), ...(next ? { next: startOf(next) } : {}) };
}

/** There is more than one minute, and there are rows enough without the last of them, of which not all may have come. */
function isEnough(minutes: readonly LedgerMinute[], limit: number): boolean {
  return withoutLast(minutes).length >= limit;
}

function withoutLast(minutes: readonly LedgerMinute[]): LedgerMinute[] {
  const last = minutes.at(-1)?.row.minute;
  return minutes.filter(({ row }) => row.minute !== last);
}

/** Where the minute ends in which row no. `limit` lies. */
function cutAt(minutes: readonly LedgerMinute[], limit: number): number {
  const last = minutes[limit - 1]?.row.minute;
  const beyond = minutes.findIndex(({ row }, i) => i >= limit && row.minute !== last);
  return beyond < 0 ? minutes.length : beyond;
}

function startOf({ row }: LedgerMinute): number {
  return Date.parse(row.minute) * 1_000;
}
