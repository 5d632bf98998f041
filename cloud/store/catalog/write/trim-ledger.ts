import type { ExpressionBuilder } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Tables } from '../tables.ts';
import { removeUnusedCameras } from './unused-cameras.ts';

/** What goes in one transaction: nobody else writes meanwhile. */
const HOUR = 3_600_000_000;

/**
 * Removes the books of minutes before a time, in µs since the epoch, that were written before it, too: an hour of them, the
 * oldest. Tells whether any are left.
 */
export function trimLedger({ db, takeTurn }: Engine, before: number): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    await takeTurn(transaction);
    const oldest = transaction.selectFrom('ledger').select(({ fn }) => fn.min('minute').as('minute'));
    const { minute } = await oldest.where(keptBefore(before)).executeTakeFirstOrThrow();
    if (minute === null || minute >= before) return false;
    const end = Math.min(before, minute + HOUR);
    await transaction.deleteFrom('ledger').where('minute', '<', end).where(keptBefore(before)).execute();
    if (end < before) return true;
    await removeUnusedCameras(transaction);
    return false;
  });
}

function keptBefore(time: number) {
  return ({ or, eb }: ExpressionBuilder<Tables, 'ledger'>) => or([eb('kept_at', 'is', null), eb('kept_at', '<', time)]);
}
