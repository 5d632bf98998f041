import type { Dispenser } from './dispenser.ts';

/** The table of jobs itself says what is next, where transactions that write take turns from their begin on. */
export function tableDispenser(): Dispenser {
  const nothing = async () => undefined;
  return {
    async next(transaction) {
      const queued = transaction.selectFrom('jobs').select('id').where('state', '=', 'queued');
      const row = await queued.orderBy('created_at').orderBy('id').limit(1).executeTakeFirst();
      return row?.id;
    },
    ...{ open: nothing, put: nothing, putBack: nothing, remove: nothing },
  };
}
