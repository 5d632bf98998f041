import type { Kysely } from 'kysely';
import { toColumn } from '../column-text.ts';
import type { Tables } from '../tables.ts';

/** Under which key each of some shots lies, in the order of their ids; undefined for one that is not there. */
export async function findKeys(db: Kysely<Tables>, ids: readonly string[]): Promise<(string | undefined)[]> {
  const columns = ids.map(toColumn);
  const rows = await db.selectFrom('shots').select(['id', 'key']).where('id', 'in', columns).execute();
  const keys = new Map(rows.map(({ id, key }) => [id, key]));
  return columns.map((id) => keys.get(id));
}
