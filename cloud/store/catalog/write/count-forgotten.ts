import type { Transaction } from 'kysely';
import type { Tables } from '../tables.ts';
import type { CountedShot } from './count.ts';

const MINUTE_MICROS = 60_000_000;

/** Counts shots that are being removed on purpose; while their cameras are still there, which stay for it. */
export async function countForgotten(transaction: Transaction<Tables>, removed: readonly CountedShot[]): Promise<void> {
  const cells = new Map<string, { camera_id: number; minute: number; shots: number }>();
  for (const { camera_id, at } of removed) {
    const minute = at - (at % MINUTE_MICROS);
    const cell = cells.get(`${camera_id} ${minute}`) ?? { camera_id, minute, shots: 0 };
    cell.shots += 1;
    cells.set(`${camera_id} ${minute}`, cell);
  }
  await transaction
    .insertInto('forgotten')
    .values([...cells.values()])
    .onConflict((conflict) =>
      conflict
        .columns(['minute', 'camera_id'])
        .doUpdateSet((row) => ({ shots: row('forgotten.shots', '+', row.ref('excluded.shots')) })),
    )
    .execute();
}
