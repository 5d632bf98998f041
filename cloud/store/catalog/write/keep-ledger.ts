import { createHash } from 'node:crypto';
import type { DeviceLedger } from '@vedette/core/ledger';
import { nowMicros } from '@vedette/core/message';
import type { Transaction } from 'kysely';
import type { LedgerSide } from '../answers.ts';
import type { Engine } from '../engine.ts';
import { cameraMember } from '../entry.ts';
import type { LedgerRow, Tables } from '../tables.ts';
import { numberIn, numbersOf } from './members.ts';

/** Rows that one statement writes: far below what it may have of parameters. */
const ROWS = 500;

/** Keeps the books of a device in one transaction. */
export function keepLedger({ db, takeTurn }: Engine, side: LedgerSide, ledger: DeviceLedger, writer: string) {
  const cameras = ledger.cameras.map(({ minutes, site = ledger.site, device = ledger.device, camera }) => ({
    ...{ member: cameraMember({ site, device, camera }), minutes },
  }));
  if (cameras.length === 0) return Promise.resolve();
  return db.transaction().execute(async (transaction) => {
    await takeTurn(transaction);
    const numbers = await numbersOf(transaction, { cameras: cameras.map(({ member }) => member) });
    const keptAt = nowMicros();
    const rows = cameras.flatMap(({ member, minutes }) =>
      minutes.map((row) => ({
        ...{ minute: Date.parse(row.minute) * 1_000, camera_id: numberIn(numbers, 'cameras', member) },
        ...{ side, writer: identityOf(writer), changed_at: row.changedAt, kept_at: keptAt },
        counts: JSON.stringify(row),
      })),
    );
    const latest = latestOfEach(rows);
    for (let i = 0; i < latest.length; i += ROWS) await write(transaction, latest.slice(i, i + ROWS));
  });
}

/** No longer than an entry in an index may be. */
function identityOf(writer: string): string {
  return createHash('sha256').update(JSON.stringify(writer)).digest('hex');
}

/** Nothing stops a message from naming a minute twice, and a statement may write each row once. */
function latestOfEach(rows: readonly LedgerRow[]): LedgerRow[] {
  const latest = new Map<string, LedgerRow>();
  for (const row of rows) {
    const name = `${row.camera_id} ${row.minute}`;
    if (row.changed_at >= (latest.get(name)?.changed_at ?? 0)) latest.set(name, row);
  }
  return [...latest.values()];
}

async function write(transaction: Transaction<Tables>, rows: readonly LedgerRow[]): Promise<void> {
  await transaction
    .insertInto('ledger')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['minute', 'camera_id', 'side', 'writer'])
        .doUpdateSet((kept) => ({
          changed_at: kept.ref('excluded.changed_at'),
          kept_at: kept.ref('excluded.kept_at'),
          counts: kept.ref('excluded.counts'),
        }))
        .whereRef('excluded.changed_at', '>=', 'ledger.changed_at'),
    )
    .execute();
}
