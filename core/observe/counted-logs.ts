import { type CountedLine, CountedLog, type Fields } from './counted-log.ts';

/** Reasons told apart; strangers may make up more of them. */
const MAX_REASONS = 100;

/** A CountedLog for each reason: one that comes again and again hides no other, and may be said seldom. */
export class CountedLogs {
  readonly #write: (line: CountedLine) => void;
  readonly #periodMs: number;
  readonly #logs = new Map<string, CountedLog>();

  constructor(write: (line: CountedLine) => void, periodMs: number) {
    this.#write = write;
    this.#periodMs = periodMs;
  }

  add(entry: Fields & { readonly reason: string }): void {
    const alike = entry.reason.replace(/\d+/g, '0'); // numbers of ports and files make no other reason
    const key = this.#logs.has(alike) || this.#logs.size < MAX_REASONS ? alike : '';
    const log = this.#logs.get(key) ?? new CountedLog(this.#write, this.#periodMs);
    this.#logs.set(key, log);
    log.add(entry);
  }

  /** Writes what is left. */
  close(): void {
    for (const log of this.#logs.values()) log.close();
  }
}
