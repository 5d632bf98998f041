import { sql, type Transaction } from 'kysely';
import type { Member } from '../entry.ts';
import type { SharedTable, Tables } from '../tables.ts';

interface Numbered {
  readonly id: number;
  readonly identity: string;
}

/** The numbers of what shots have in common, by identity; what has none yet gets one. */
export async function numbersOf(
  transaction: Transaction<Tables>,
  table: SharedTable,
  members: Iterable<Member>,
): Promise<ReadonlyMap<string, number>> {
  const all = new Map([...members].map((member) => [member.identity, member]));
  if (all.size === 0) return new Map();
  const { rows } = await sql<Numbered>`
    select id, identity from ${sql.table(table)} where identity in (${sql.join([...all.keys()])})`.execute(transaction);
  const numbers = new Map(rows.map(({ identity, id }) => [identity, id]));
  const missing = [...all.values()].filter(({ identity }) => !numbers.has(identity));
  for (const { identity, id } of await insert(transaction, table, missing)) numbers.set(identity, id);
  return numbers;
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

export function numberIn(numbers: ReadonlyMap<string, number>, { identity }: Member): number {
  const number = numbers.get(identity);
  if (number === undefined) throw new Error(`no row has the identity ${identity}`);
  return number;
}
