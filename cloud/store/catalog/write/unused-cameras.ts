import { sql, type Transaction } from 'kysely';
import type { Tables } from '../tables.ts';

const NOT_IN = ['ledger', 'forgotten'].map(
  (books) => sql`not exists (select 1 from ${sql.table(books)} as books where books.camera_id = cameras.id)`,
);

/** Of a camera: neither the books nor the count of what was forgotten know it. */
export const IS_IN_NO_BOOKS = sql.join(NOT_IN, sql` and `);

/** Removes cameras of which nothing is left. */
export async function removeUnusedCameras(transaction: Transaction<Tables>): Promise<void> {
  await sql`delete from cameras where shots = 0 and ${IS_IN_NO_BOOKS}`.execute(transaction);
}
