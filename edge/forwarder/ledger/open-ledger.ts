import { join } from 'node:path';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import { makeFolder, type Spool } from '../spool/index.ts';
import { Book } from './book.ts';
import { readJournal } from './journal.ts';
import { Ledger } from './ledger.ts';

export interface OpenLedger {
  readonly folder: string;
  readonly spool: Spool;
  readonly log: Logger;
  /** Lines after which the journal is written anew. */
  readonly maxLines?: number;
}

/** The folder of the books below the data folder. */
export function ledgerFolder(data: string): string {
  return join(data, 'forwarder', 'ledger');
}

/** The books as a folder's journal has them: those of a forwarder that runs, too, but for its last half second. */
export function readBook(folder: string): { readonly book: Book; readonly damaged: number } {
  const { lines, damaged } = readJournal(folder);
  const book = new Book();
  for (const line of lines) book.apply(line);
  return { book, damaged };
}

/**
 * Opens the books of a folder and brings them and the spool together: each may know of something that a crash kept from
 * the other. Throws ResourceError where the folder cannot be used.
 */
export async function openLedger({ folder, spool, log, ...options }: OpenLedger): Promise<Ledger> {
  const { book, damaged } = await read(folder);
  if (damaged > 0) log.error({ lines: damaged }, 'lines of the ledger are damaged: its counts may be too small');
  const onFault = (reason: string | undefined) => {
    if (reason === undefined) log.info('the ledger is on disk again');
    else log.error({ reason }, 'the ledger cannot be written; after a crash its counts may be wrong');
  };
  const ledger = new Ledger(book, { folder, onFault, ...options });
  reconcile(book, ledger, spool);
  return ledger;
}

async function read(folder: string): Promise<ReturnType<typeof readBook>> {
  try {
    await makeFolder(folder);
    return readBook(folder);
  } catch (error) {
    throw new ResourceError(`the ledger cannot use the folder ${folder}: ${messageOf(error)}`, { cause: error });
  }
}

/** Only a receipt ends what the spool holds: what was dropped, and is there again or still, is sent after all. */
function reconcile(book: Book, ledger: Ledger, spool: Spool): void {
  for (const entry of [...spool.entries()]) {
    const end = book.endOf(entry.id);
    if (end && end.outcome !== 'dropped') spool.complete(entry.id);
    else ledger.received(entry);
  }
  // Damaged on disk, or what it came to was lost in a power cut.
  for (const id of book.openIds()) if (!spool.get(id)) ledger.settled(id, 'dropped', 'not-in-spool');
}
