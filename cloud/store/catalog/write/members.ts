import { sql, type Transaction } from 'kysely';
import type { Member } from '../entry.ts';
import type { SharedTable, Tables } from '../tables.ts';

/** Cameras first: tracks name theirs. */
const ORDER: readonly SharedTable[] = ['cameras', 'classes', 'models', 'tracks'];

interface Numbered {
  readonly id: number;
  readonly identity: string;
}

/** The numbers of rows by table and identity. */
export type Numbers = ReadonlyMap<SharedTable, ReadonlyMap<string, number>>;

/** The numbers of what shots have in common; what has none yet gets one. */
export async function numbersOf(
  transaction: Transaction<Tables>,
  members: Partial<Record<SharedTable, readonly Member[]>>,
): Promise<Numbers> {
  const wanted = ORDER.map((table) => ({
    table,
    byIdentity: new Map(members[table]?.map((one) => [one.identity, one])),
  }));
  const numbers = new Map(ORDER.map((table) => [table, new Map<string, number>()]));
  for (const row of await lookUp(transaction, wanted)) numbers.get(row.of_table)?.set(row.identity, row.id);
  for (const { table, byIdentity } of wanted) {
    const missing = [...byIdentity.values()].filter(({ identity }) => !numbers.get(table)?.has(identity));
    for (const { identity, id } of await insert(transaction, table, missing)) numbers.get(table)?.set(identity, id);
  }
  return numbers;
}

export function numberIn(numbers: Numbers, table: SharedTable, { identity }: Member): number {
  const number = numbers.get(table)?.get(identity);
  if (number === undefined) throw new Error(`no row of ${table} has the identity ${identity}`);
  return number;
}

async function lookUp(
  transaction: Transaction<Tables>,
  wanted: readonly { readonly table: SharedTable; readonly byIdentity: ReadonlyMap<string, Member> }[],
): Promise<readonly (Numbered & { readonly of_table: SharedTable })[]> {
  const queries = wanted
    .filter(({ byIdentity }) => byIdentity.size > 0)
    .map(
      ({ table, byIdentity }) => sql`
        select ${sql.lit(table)} as of_table, id, identity from ${sql.table(table)}
        where identity in (${sql.join([...byIdentity.keys()])})`,
    );
  const all = sql<Numbered & { of_table: SharedTable }>`${sql.join(queries, sql` union all `)}`;
  return (await all.execute(transaction)).rows;
}

async function insert(
  transaction: Transaction<Tables>,
  table: SharedTable,
  members: readonly Member[],
): Promise<readonly Numbered[]> {
  const [first] = members;
  if (!first) return [];
  const names = ['identity', ...Object.keys(first.columns)];
  const values = members.map(({ identity, columns }) => sql`(${sql.join([identity, ...Object.values(columns)])})`);
  const { rows } = await sql<Numbered>`
    insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))}) values ${sql.join(values)}
    returning id, identity`.execute(transaction);
  return rows;
}
