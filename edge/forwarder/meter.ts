import type { Metrics } from '@vedette/core/observe';
import { Counter, Gauge } from 'prom-client';
import type { InFlight } from './in-flight.ts';
import type { Spool } from './spool/index.ts';

/** How a payload's life in the spool ends. */
export type Outcome = 'stored' | 'duplicate' | 'rejected' | 'dropped';

/** What a forwarder holds now, and what it has done since it started. */
export interface ForwarderCounts {
  /** Payloads on disk without a receipt; those in flight are among them. */
  waiting: number;
  waitingBytes: number;
  /** Sent and not yet receipted. */
  inFlight: number;
  inFlightBytes: number;
  /** Messages from the edge broker on shot topics. */
  received: number;
  /** Messages that were in the spool already. */
  redelivered: number;
  /** Payloads that are neither a shot nor an image; they go to the cloud's dead letters. */
  unreadable: number;
  sent: number;
  /** Of these, sent before: no receipt came, or the link was lost. */
  resent: number;
  stored: number;
  duplicates: number;
  rejected: number;
  /** Put aside as too long, or damaged on disk. */
  dropped: number;
  /** When the last receipt came, in ms since the epoch. */
  lastReceiptAt: number | null;
}

const TALLY_OF = { stored: 'stored', duplicate: 'duplicates', rejected: 'rejected', dropped: 'dropped' } as const;

/** Counts once, for people (`counts`) and for Prometheus. */
export class ForwarderMeter {
  readonly #spool: Spool;
  readonly #inFlight: InFlight;
  readonly #tally = {
    received: 0,
    redelivered: 0,
    unreadable: 0,
    sent: 0,
    resent: 0,
    stored: 0,
    duplicates: 0,
    rejected: 0,
    dropped: 0,
  };
  #lastReceiptAt: number | null = null;
  readonly #received;
  readonly #redelivered;
  readonly #unreadable;
  readonly #sent;
  readonly #resent;
  readonly #receipts;
  readonly #dropped;
  readonly #damaged;
  readonly #badStatus;
  readonly #connects;

  constructor(metrics: Metrics, spool: Spool, inFlight: InFlight) {
    this.#spool = spool;
    this.#inFlight = inFlight;
    const registers = [metrics];
    const counter = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
      new Counter({ name: `vedette_forwarder_${name}_total`, help, labelNames, registers });
    this.#received = counter('received', 'Messages from the edge broker on shot topics');
    this.#redelivered = counter('redelivered', 'Messages that were in the spool already');
    this.#unreadable = counter('unreadable', 'Payloads that are neither a shot nor an image', ['reason']);
    this.#sent = counter('sent', 'Messages sent to the cloud broker');
    this.#resent = counter('resent', 'Of these, messages that had been sent before');
    this.#receipts = counter('receipts', 'Receipts; unknown: for nothing that waits; malformed: ignored', ['outcome']);
    this.#dropped = counter('dropped', 'Payloads that are not sent any more', ['reason']);
    this.#damaged = counter('damaged_records', 'Records of the spool that could not be read when it was opened');
    this.#badStatus = counter('bad_status', 'Camera statuses that could not be read');
    this.#connects = counter('connects', 'Connections made', ['broker']);
    this.#damaged.inc(spool.recovery.damaged);
    gauges(metrics, {
      spool_entries: ['Payloads without a receipt', () => spool.counts().entries],
      spool_payload_bytes: ['Bytes of the payloads without a receipt', () => spool.counts().payloadBytes],
      spool_disk_bytes: ["Bytes of the spool's files", () => spool.counts().diskBytes],
      in_flight_entries: ['Payloads sent and not yet receipted', () => inFlight.entries],
      in_flight_bytes: ['Bytes of the payloads sent and not yet receipted', () => inFlight.bytes],
      last_receipt_age_seconds: ['Time since the last receipt; NaN before the first', () => this.#receiptAge()],
    });
  }

  counts(): ForwarderCounts {
    const { entries: waiting, payloadBytes: waitingBytes } = this.#spool.counts();
    const { entries: inFlight, bytes: inFlightBytes } = this.#inFlight;
    return { waiting, waitingBytes, inFlight, inFlightBytes, ...this.#tally, lastReceiptAt: this.#lastReceiptAt };
  }

  received(): void {
    this.#tally.received += 1;
    this.#received.inc();
  }

  redelivered(): void {
    this.#tally.redelivered += 1;
    this.#redelivered.inc();
  }

  unreadable(reason: string): void {
    this.#tally.unreadable += 1;
    this.#unreadable.inc({ reason });
  }

  sent(again: boolean): void {
    this.#tally.sent += 1;
    this.#sent.inc();
    if (!again) return;
    this.#tally.resent += 1;
    this.#resent.inc();
  }

  receipt(outcome: Exclude<Outcome, 'dropped'>): void {
    this.#tally[TALLY_OF[outcome]] += 1;
    this.#receipts.inc({ outcome });
    this.#lastReceiptAt = Date.now();
  }

  badReceipt(outcome: 'unknown' | 'malformed'): void {
    this.#receipts.inc({ outcome });
  }

  dropped(reason: string): void {
    this.#tally.dropped += 1;
    this.#dropped.inc({ reason });
  }

  badStatus(): void {
    this.#badStatus.inc();
  }

  connected(broker: 'edge' | 'cloud'): void {
    this.#connects.inc({ broker });
  }

  #receiptAge(): number {
    return this.#lastReceiptAt === null ? Number.NaN : (Date.now() - this.#lastReceiptAt) / 1_000;
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
