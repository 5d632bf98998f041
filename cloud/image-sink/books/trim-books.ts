import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@vedette/core/errors';
import { nowMicros } from '@vedette/core/message';
import type { Logger } from '@vedette/core/observe';
import type { Catalog } from '@vedette/store';

const EVERY_MS = 3_600_000;
const DAY_MICROS = 86_400_000_000;

export interface TrimBooksOptions {
  readonly catalog: Pick<Catalog, 'trimLedger'>;
  /** How old a minute of the books may become. */
  readonly days: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Removes old books from the catalog, now and each hour until `signal` is aborted: there is a row for each camera, minute and
 * start of a sink, shots or not. A minute of 1970 is as old as its last change. Several may do so at once. Never rejects.
 */
export async function trimBooks({ catalog, days, log, signal }: TrimBooksOptions): Promise<void> {
  while (!signal.aborted) {
    try {
      while (!signal.aborted && (await catalog.trimLedger(nowMicros() - days * DAY_MICROS)));
    } catch (error) {
      log.debug(`old books stay for an hour: ${messageOf(error)}`); // whoever stores says what the catalog's trouble is
    }
    await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
