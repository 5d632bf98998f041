import { messageOf, ResourceError } from '@vedette/core/errors';
import type { DeviceLedger } from '@vedette/core/ledger';
import type { Home } from '../prepare.ts';
import { describeBook } from './device-ledger.ts';
import { ledgerFolder, readBook } from './open-ledger.ts';

/**
 * The books in a forwarder's data folder, also while it runs, but for the last half second; undefined where there are none.
 * Throws ResourceError where they cannot be read.
 */
export function readDeviceLedger(data: string, home: Home): DeviceLedger | undefined {
  try {
    const { book } = readBook(ledgerFolder(data));
    return book.now === 0 ? undefined : describeBook(book, { home, now: Date.now() });
  } catch (error) {
    throw new ResourceError(`cannot read the ledger in ${ledgerFolder(data)}: ${messageOf(error)}`, { cause: error });
  }
}
