import { sql, type Transaction } from 'kysely';
import { catalogErrors } from '../catalog-errors.ts';
import { fromColumn, toColumn } from '../column-text.ts';
import type { Engine } from '../engine.ts';
import type { Tables } from '../tables.ts';
import type { Claim, Claims } from './claims.ts';

/** Ids in one statement: far below what it may have of parameters. */
const AT_ONCE = 500;
/** Claims that are forgotten with each call, at most: more than are made, so that the table stays short. */
const MAX_FORGOTTEN = 2_000;

/** Claims in the catalog's database, in turn with those who add shots to it. */
export function sqlClaims(engine: Engine): Claims {
  const write = <T>(work: (transaction: Transaction<Tables>) => Promise<T>) =>
    catalogErrors(engine, 'write to', () =>
      engine.db.transaction().execute(async (transaction) => {
        await engine.takeTurn(transaction);
        return work(transaction);
      }),
    );
  return {
    claim: (pack, ids, ms) =>
      write(async (transaction) => {
        await forgetStored(transaction);
        const claims: Claim[] = [];
        for (const some of inParts(ids)) claims.push(...(await claim(transaction, engine, toColumn(pack), some, ms)));
        return claims;
      }),
    packOf: (id) =>
      catalogErrors(engine, 'read', async () => {
        const rows = engine.db.selectFrom('claims').select('pack').where('id', '=', toColumn(id));
        const claim = await rows.executeTakeFirst();
        return claim && fromColumn(claim.pack);
      }),
    release: (pack, ids) =>
      write(async (transaction) => {
        for (const some of inParts(ids)) {
          await transaction.deleteFrom('claims').where('id', 'in', some).where('pack', '=', toColumn(pack)).execute();
        }
      }),
  };
}

function* inParts(ids: readonly string[]): Generator<readonly string[]> {
  for (let i = 0; i < ids.length; i += AT_ONCE) yield ids.slice(i, i + AT_ONCE).map(toColumn);
}

async function forgetStored(transaction: Transaction<Tables>): Promise<void> {
  const stored = transaction.selectFrom('claims').innerJoin('shots', 'shots.id', 'claims.id').select('claims.id');
  await transaction.deleteFrom('claims').where('id', 'in', stored.limit(MAX_FORGOTTEN)).execute();
}

async function claim(
  transaction: Transaction<Tables>,
  { now }: Engine,
  pack: string,
  ids: readonly string[],
  ms: number,
): Promise<Claim[]> {
  const stored = await transaction.selectFrom('shots').select(['id', 'key']).where('id', 'in', ids).execute();
  const keys = new Map(stored.map(({ id, key }) => [id, key]));
  const wanted = [...new Set(ids)].filter((id) => !keys.has(id));
  if (wanted.length > 0) {
    const until = sql<number>`${now} + cast(${ms} as bigint)`;
    const rows = wanted.map((id) => ({ id, pack, held_until: until }));
    const insert = transaction.insertInto('claims').values(rows);
    await insert.onConflict((conflict) => conflict.column('id').doNothing()).execute();
  }
  const held = await transaction
    .selectFrom('claims')
    .select(['id', 'pack', sql<number>`held_until - ${now}`.as('left_ms')])
    .where('id', 'in', ids)
    .execute();
  const holders = new Map(held.map((row) => [row.id, row]));
  return ids.map((id): Claim => {
    const key = keys.get(id);
    if (key !== undefined) return { type: 'stored', key: fromColumn(key) };
    const holder = holders.get(id);
    if (!holder || holder.pack === pack) return { type: 'ours' };
    return { type: 'held', pack: fromColumn(holder.pack), leftMs: Math.max(0, holder.left_ms) };
  });
}
