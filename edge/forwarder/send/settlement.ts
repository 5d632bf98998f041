import type { Receipt } from '@vedette/core/message';
import { CountedLog, type Logger } from '@vedette/core/observe';
import type { Ledger } from '../ledger/index.ts';
import type { ForwarderMeter, Outcome } from '../meter.ts';
import type { Spool } from '../spool/index.ts';
import type { SendQueue } from './send-queue.ts';

export interface SettlementOptions {
  readonly spool: Spool;
  readonly queue: SendQueue;
  readonly ledger: Ledger;
  readonly meter: ForwarderMeter;
  readonly log: Logger;
  onSettled?(id: string, outcome: Outcome, reason?: string): void;
}

/** Ends a payload's life in the spool, where a receipt or its loss says so. */
export class Settlement {
  readonly #options: SettlementOptions;
  readonly #mismatches: CountedLog;

  constructor(options: SettlementOptions) {
    this.#options = options;
    this.#mismatches = new CountedLog((line) => options.log.warn(line, 'a receipt is for other bytes than were sent'));
  }

  receipt({ id, sha256, outcome, reason }: Receipt): void {
    const { spool, ledger, meter } = this.#options;
    const entry = spool.get(id);
    const expected = entry?.sha256 ?? sha256;
    if (sha256 !== expected) {
      meter.count('receipts', 'mismatch');
      this.#mismatches.add({ id, sha256, expected });
    } else if (entry) {
      ledger.settled(id, outcome, reason);
      spool.complete(id);
      meter.receipt(outcome);
      this.end(id, outcome, reason);
    } else {
      meter.count('receipts', 'unknown');
    }
  }

  /** The disk did not keep it. */
  damaged(id: string): void {
    this.#options.log.error({ id }, 'a spooled payload is damaged on disk; it is lost');
    this.drop(id, 'damaged');
  }

  /** It waits in the spool, and is given up. */
  drop(id: string, reason: string): void {
    const { spool, ledger, meter } = this.#options;
    if (!spool.get(id)) return;
    ledger.settled(id, 'dropped', reason);
    spool.complete(id);
    meter.count('dropped', reason);
    this.end(id, 'dropped', reason);
  }

  /** It is not sent any more. */
  end(id: string, outcome: Outcome, reason?: string): void {
    const { queue } = this.#options;
    if (outcome === 'dropped') queue.settle(id);
    else queue.receipted(id);
    this.#options.onSettled?.(id, outcome, reason);
  }

  close(): void {
    this.#mismatches.close();
  }
}
