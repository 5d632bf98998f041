import type { DeviceLedger } from '@vedette/core/ledger';
import type { LedgerSide } from '../catalog.ts';
import type { Engine } from '../engine.ts';
import { cameraMember } from '../entry.ts';
import { numberIn, numbersOf } from './members.ts';

/** Keeps the books of a device in one transaction. */
export function keepLedger({ db, takeTurn }: Engine, side: LedgerSide, ledger: DeviceLedger): Promise<void> {
  const cameras = ledger.cameras.map(({ minutes, site = ledger.site, device = ledger.device, camera }) => ({
    ...{ member: cameraMember({ site, device, camera }), minutes },
  }));
  if (cameras.length === 0) return Promise.resolve();
  return db.transaction().execute(async (transaction) => {
    await takeTurn(transaction);
    const numbers = await numbersOf(transaction, { cameras: cameras.map(({ member }) => member) });
    for (const { member, minutes } of cameras) {
      for (const row of minutes) {
        await transaction
          .insertInto('ledger')
          .values({
            camera_id: numberIn(numbers, 'cameras', member),
            minute: Date.parse(row.minute) * 1_000,
            side,
            changed_at: row.changedAt,
            counts: JSON.stringify(row),
          })
          .onConflict((conflict) =>
            conflict
              .columns(['minute', 'camera_id', 'side'])
              .doUpdateSet((kept) => ({
                changed_at: kept.ref('excluded.changed_at'),
                counts: kept.ref('excluded.counts'),
              }))
              .whereRef('excluded.changed_at', '>=', 'ledger.changed_at'),
          )
          .execute();
      }
    }
  });
}
