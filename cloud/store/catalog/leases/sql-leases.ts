import { sql } from 'kysely';
import { catalogErrors } from '../catalog-errors.ts';
import { fromColumn, toColumn } from '../column-text.ts';
import type { Engine } from '../engine.ts';
import type { Lease, Leases } from './leases.ts';

/**
 * Leases in the catalog's database. One statement compares and swaps, so it takes no turn among those who write shots: a
 * lease would run out while it waits behind them.
 */
export function sqlLeases(engine: Engine): Leases {
  const write = <T>(work: () => Promise<T>) => catalogErrors(engine, 'write to', work);
  return {
    take: (name, holder, ms) => write(() => take(engine, toColumn(name), toColumn(holder), ms)),
    release: (name, holder) => write(() => release(engine, toColumn(name), toColumn(holder))),
  };
}

async function take({ db, now }: Engine, name: string, holder: string, ms: number): Promise<Lease> {
  const { rows } = await sql<{ held_until: number }>`
    insert into leases (name, holder, held_until) values (${name}, ${holder}, ${now} + cast(${ms} as bigint))
    on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
      where leases.holder = excluded.holder or leases.held_until <= ${now}
    returning held_until`.execute(db);
  if (rows.length > 0) return { isOurs: true, holder: fromColumn(holder), leftMs: ms };
  const other = await db
    .selectFrom('leases')
    .select(['holder', sql<number>`held_until - ${now}`.as('left_ms')])
    .where('name', '=', name)
    .executeTakeFirst();
  if (!other) return { isOurs: false, leftMs: 0 };
  return { isOurs: false, holder: fromColumn(other.holder), leftMs: Math.max(0, other.left_ms) };
}

async function release({ db }: Engine, name: string, holder: string): Promise<void> {
  await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
}
