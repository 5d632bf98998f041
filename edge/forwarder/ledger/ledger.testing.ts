import { join } from 'node:path';
import { cameraLedgerSchema, type MinuteRow } from '@vedette/core/ledger';
import { quietContext, temporaryFolder } from '@vedette/core/testing';
import { onTestFinished } from 'vitest';
import type { Outcome } from '../meter.ts';
import { openSpool } from '../spool/open-spool.testing.ts';
import { metaOf, payloadOf } from '../spool/spool.testing.ts';
import { describeBook } from './device-ledger.ts';
import { type Ledger, openLedger } from './index.ts';

export const HOME = { site: 'home', device: 'pole' };
export const PLACE = { ...HOME, camera: 'cam0' };
/** µs since the epoch. */
export const AT = Date.UTC(2026, 10, 20, 22, 38) * 1_000;
export const MINUTE = 60_000_000;

/** A folder with a spool and books, which can be opened again. */
export async function books(folder = temporaryFolder(), maxLines = 20_000, log = quietContext().log) {
  const spool = await openSpool(join(folder, 'spool'));
  const ledger = await openLedger({ folder: join(folder, 'ledger'), spool, log, maxLines });
  onTestFinished(() => ledger.close());
  return {
    ...{ folder, spool, ledger },
    async take(id: string, at = AT) {
      const meta = metaOf(id, { at, camera: 'cam0' });
      await spool.append(meta, payloadOf('x'));
      ledger.received(meta);
    },
    end(id: string, outcome: Outcome = 'stored', reason?: string) {
      ledger.settled(id, outcome, reason);
      spool.complete(id);
    },
    async again(log = quietContext().log) {
      ledger.close();
      await spool.close();
      return books(folder, maxLines, log);
    },
  };
}

/** As they are reported. */
export function rowsOf(ledger: Ledger, inFlight: string[] = []): MinuteRow[] {
  const { cameras } = describeBook(ledger.book, { home: HOME, now: Date.now(), inFlight });
  return cameras.flatMap(({ minutes }) => minutes);
}

/** What a detector says of the minute of `AT`. */
export function reportOf(session: string, counts: object) {
  const minutes = [{ minute: '2026-11-20T22:38Z', ...counts }];
  return cameraLedgerSchema.parse({ v: 1, session, minutes });
}
