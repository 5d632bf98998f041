import { type Receipt, receiptSchema } from '@vedette/core/message';

/** So many shots may be without a PUBACK at once, ... */
const MAX_UNACKNOWLEDGED = 64;
/** ... and so many without a receipt: it bounds the memory, and what is sent into the void. */
const MAX_WITHOUT_RECEIPT = 10_000;

export interface AnswersOptions {
  /** Whether shots get receipts here. */
  readonly withReceipts: boolean;
  /** How long it may be silent, neither a PUBACK nor a receipt, while one is waited for. */
  readonly patienceMs: number;
}

/** What comes back for the shots that are sent: a PUBACK each, and then a receipt each. */
export class Answers {
  readonly #options: AnswersOptions;
  readonly #withoutReceipt = new Set<string>();
  readonly #counts: Record<Receipt['outcome'], number> = { stored: 0, duplicate: 0, rejected: 0 };
  #unacknowledged = 0;
  #acknowledged = 0;
  #lastAt = performance.now();
  #onAnswer: () => void = () => undefined;

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  get withoutReceipt(): number {
    return this.#withoutReceipt.size;
  }

  get receipts(): Readonly<Record<Receipt['outcome'], number>> {
    return this.#counts;
  }

  /** A shot goes out now. */
  expect(id: string): void {
    this.#unacknowledged += 1;
    if (this.#options.withReceipts) this.#withoutReceipt.add(id);
    this.#lastAt = performance.now();
  }

  takePuback(): void {
    this.#unacknowledged -= 1;
    this.#acknowledged += 1;
    this.#answered();
  }

  /** A message on a receipt topic: also those of other shots than ours. */
  takeReceipt(payload: Buffer): void {
    const receipt = parse(payload);
    if (!receipt || !this.#withoutReceipt.delete(receipt.id)) return;
    this.#counts[receipt.outcome] += 1;
    this.#answered();
  }

  /** Whether another shot may go out, as soon as one may; false if it is silent for too long, or `signal` says so. */
  untilRoom(signal: AbortSignal): Promise<boolean> {
    const hasRoom = () => this.#unacknowledged < MAX_UNACKNOWLEDGED && this.#withoutReceipt.size < MAX_WITHOUT_RECEIPT;
    return this.#until(hasRoom, this.#options.patienceMs, signal);
  }

  /** Whether every answer has come, as soon as it has; false if it is silent for too long, or `signal` says so. */
  untilAll(signal: AbortSignal): Promise<boolean> {
    const isAll = () => this.#unacknowledged === 0 && this.#withoutReceipt.size === 0;
    return this.#until(isAll, this.#options.patienceMs, signal);
  }

  /** Waits for the PUBACKs that are on their way, and not for long. */
  async untilAcknowledged(withinMs: number): Promise<void> {
    await this.#until(() => this.#unacknowledged === 0, withinMs, AbortSignal.timeout(withinMs));
  }

  #answered(): void {
    this.#lastAt = performance.now();
    this.#onAnswer();
  }

  #until(isSo: () => boolean, patienceMs: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const look = () => {
        clearTimeout(timer);
        const leftMs = this.#lastAt + patienceMs - performance.now();
        if (isSo() || leftMs <= 0 || signal.aborted) {
          this.#onAnswer = () => undefined;
          signal.removeEventListener('abort', look);
          resolve(isSo());
        } else timer = setTimeout(look, leftMs);
      };
      this.#onAnswer = look;
      signal.addEventListener('abort', look);
      look();
    });
  }
}

function parse(payload: Buffer): Receipt | undefined {
  try {
    return receiptSchema.safeParse(JSON.parse(payload.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
