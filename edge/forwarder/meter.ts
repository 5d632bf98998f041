import type { Metrics } from '@vedette/core/observe';
import { Counter, Gauge } from 'prom-client';
import type { SendQueue } from './send/send-queue.ts';
import type { Spool } from './spool/index.ts';

/** How a payload's life in the spool ends. */
export type Outcome = 'stored' | 'duplicate' | 'rejected' | 'dropped';

/** What a forwarder holds now, and what it has done since it started. */
export interface ForwarderCounts {
  /** Payloads without a receipt, on disk or on their way there; those in flight are among them. */
  readonly waiting: number;
  readonly waitingBytes: number;
  /** Sent and not yet receipted. */
  readonly inFlight: number;
  readonly inFlightBytes: number;
  /** Messages from the edge broker on shot topics. */
  readonly received: number;
  /** Messages that were in the spool already. */
  readonly redelivered: number;
  /** Payloads that are neither a shot nor an image; they go to the cloud's dead letters. */
  readonly unreadable: number;
  readonly sent: number;
  /** Of these, sent before: no receipt came, or the link was lost. */
  readonly resent: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Too long, damaged on disk, under the id of another, too old, or for want of room. */
  readonly dropped: number;
  /** Too long for the cloud broker: it cuts the link for them. They are tried now and then. */
  readonly tooLong: number;
  readonly reduced: number;
  /** When the last receipt came, in ms since the epoch. */
  readonly lastReceiptAt: number | null;
}

/** Name -> what it counts, and the label that tells its kinds apart. */
const COUNTERS = {
  received: ['Messages from the edge broker on shot topics'],
  redelivered: ['Messages that were in the spool already'],
  unreadable: ['Payloads that are neither a shot nor an image', 'reason'],
  sent: ['Messages sent to the cloud broker'],
  resent: ['Of these, messages that had been sent before'],
  receipts: ['Receipts; ignored: unknown, for nothing that waits; mismatch, for other bytes; malformed', 'outcome'],
  dropped: ['Payloads that are not sent any more', 'reason'],
  damaged_records: ['Records of the spool that could not be read when it was opened'],
  reduced: ['Shots whose images were made smaller under a long congestion'],
  reduced_bytes: ['Bytes that this saved'],
  bad_status: ['Camera statuses that could not be read, or of too many cameras'],
  bad_reports: ['Reports of detectors for the ledger that could not be read'],
  connects: ['Connections made', 'broker'],
} as const satisfies Record<string, readonly [help: string, label?: string]>;

type CounterName = keyof typeof COUNTERS;

/** Counts for people (`counts`) and for Prometheus. */
export class ForwarderMeter {
  readonly #spool: Spool;
  readonly #queue: SendQueue;
  readonly #counters = new Map<CounterName, Counter>();
  /** By counter, and by counter and kind. */
  readonly #totals = new Map<string, number>();
  /** By the system's clock, for people, and by one that nobody sets. */
  #lastReceiptAt: number | null = null;
  #receiptedAt = Number.NaN;

  constructor(metrics: Metrics, spool: Spool, queue: SendQueue) {
    this.#spool = spool;
    this.#queue = queue;
    for (const [name, [help, label]] of Object.entries(COUNTERS)) {
      const labelNames = label ? [label] : [];
      const counter = new Counter({ name: `vedette_forwarder_${name}_total`, help, labelNames, registers: [metrics] });
      this.#counters.set(name as CounterName, counter);
    }
    this.count('damaged_records', undefined, spool.recovery.damaged);
    gauges(metrics, {
      spool_entries: ['Payloads without a receipt', () => spool.counts().entries],
      spool_payload_bytes: ['Bytes of the payloads without a receipt', () => spool.counts().payloadBytes],
      spool_disk_bytes: ["Bytes of the spool's files", () => spool.counts().diskBytes],
      spool_failures: ['Times that the disk would not note or delete what is done with', () => spool.counts().failures],
      in_flight_entries: ['Payloads sent and not yet receipted', () => queue.entries],
      in_flight_bytes: ['Bytes of the payloads sent and not yet receipted', () => queue.bytes],
      too_long_entries: ['Payloads too long for the cloud broker, tried now and then', () => queue.tooLong.entries],
      last_receipt_age_seconds: ['Time since the last receipt; NaN before the first', () => this.#receiptAge()],
    });
  }

  /** `kind` is the value of the counter's label, where it has one. */
  count(name: CounterName, kind?: string, by = 1): void {
    const [, label] = COUNTERS[name] as readonly [string, string?];
    this.#counters.get(name)?.inc(label && kind ? { [label]: kind } : {}, by);
    for (const key of kind ? [name, `${name} ${kind}`] : [name]) this.#totals.set(key, this.#total(key) + by);
  }

  /** A receipt that ended a payload's life in the spool. */
  receipt(outcome: Exclude<Outcome, 'dropped'>): void {
    this.count('receipts', outcome);
    this.#lastReceiptAt = Date.now();
    this.#receiptedAt = performance.now();
  }

  counts(): ForwarderCounts {
    const { entries: waiting, payloadBytes: waitingBytes } = this.#spool.counts();
    const { entries: inFlight, bytes: inFlightBytes, tooLong } = this.#queue;
    return {
      ...{ waiting, waitingBytes, inFlight, inFlightBytes, tooLong: tooLong.entries },
      received: this.#total('received'),
      redelivered: this.#total('redelivered'),
      unreadable: this.#total('unreadable'),
      sent: this.#total('sent'),
      resent: this.#total('resent'),
      stored: this.#total('receipts stored'),
      duplicates: this.#total('receipts duplicate'),
      rejected: this.#total('receipts rejected'),
      dropped: this.#total('dropped'),
      reduced: this.#total('reduced'),
      lastReceiptAt: this.#lastReceiptAt,
    };
  }

  #total(key: string): number {
    return this.#totals.get(key) ?? 0;
  }

  #receiptAge(): number {
    return (performance.now() - this.#receiptedAt) / 1_000;
  }
}

function gauges(metrics: Metrics, all: Record<string, readonly [help: string, read: () => number]>): void {
  for (const [name, [help, read]] of Object.entries(all)) {
    new Gauge({
      name: `vedette_forwarder_${name}`,
      help,
      registers: [metrics],
      collect() {
        this.set(read());
      },
    });
  }
}
