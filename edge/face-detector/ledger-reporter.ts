import type { MinuteCounts, ReportedMinute } from './minute-counts.ts';

/** What a detector has counted since its last report, nobody knows of if it is killed. */
const EVERY_MS = 1_000;

/** A message of the camera's ledger, as `cameraLedgerSchema` reads it. */
export interface LedgerReport {
  readonly v: 1;
  readonly session: string;
  readonly minutes: readonly ReportedMinute[];
}

export interface LedgerReporterOptions {
  /** Which run of the detector counts. */
  readonly session: string;
  readonly minutes: MinuteCounts;
  /** Resolves when the edge broker has the report; rejects where it will never have it. */
  publish(report: LedgerReport): Promise<void>;
}

/** Publishes the detector's books, as far as they changed, now and then and at the end. */
export class LedgerReporter {
  readonly #options: LedgerReporterOptions;
  readonly #interval: NodeJS.Timeout;
  #saying: Promise<void> | undefined;

  constructor(options: LedgerReporterOptions) {
    this.#options = options;
    this.#interval = setInterval(() => void this.#say(), EVERY_MS).unref();
  }

  /** Says what is left; resolves when the broker has it, or never will. */
  async close(): Promise<void> {
    clearInterval(this.#interval);
    await this.#saying;
    await this.#say();
  }

  #say(): Promise<void> {
    this.#saying ??= this.#sayAll().finally(() => {
      this.#saying = undefined;
    });
    return this.#saying;
  }

  /** One report after another: an older one must not come behind a newer. */
  async #sayAll(): Promise<void> {
    const { session, minutes, publish } = this.#options;
    for (let changed = minutes.takeChanged(); changed.length > 0; changed = minutes.takeChanged()) {
      try {
        await publish({ v: 1, session, minutes: changed });
      } catch {
        return; // the detector is being stopped without a broker
      }
    }
  }
}
