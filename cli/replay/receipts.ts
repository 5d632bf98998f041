import { type Receipt, receiptSchema } from '@vedette/core/message';

/** So many sent shots may be without a receipt: it bounds the memory, and what is sent into the void. */
const MAX_WAITING = 10_000;

/** Which of the shots that were sent have their receipts. */
export class Receipts {
  readonly #waiting = new Set<string>();
  readonly #counts: Record<Receipt['outcome'], number> = { stored: 0, duplicate: 0, rejected: 0 };
  #lastAt = performance.now();
  #onReceipt: () => void = () => undefined;

  get waiting(): number {
    return this.#waiting.size;
  }

  get counts(): Readonly<Record<Receipt['outcome'], number>> {
    return this.#counts;
  }

  expect(id: string): void {
    if (this.#waiting.size === 0) this.#lastAt = performance.now();
    this.#waiting.add(id);
  }

  /** A message on a receipt topic: also those of other shots than ours. */
  take(payload: Buffer): void {
    const receipt = parse(payload);
    if (!receipt || !this.#waiting.delete(receipt.id)) return;
    this.#counts[receipt.outcome] += 1;
    this.#lastAt = performance.now();
    this.#onReceipt();
  }

  /** Whether there is room for another shot, as soon as there is; false if no receipt comes for `patienceMs`. */
  untilRoom(patienceMs: number, signal: AbortSignal): Promise<boolean> {
    return this.#until(() => this.#waiting.size < MAX_WAITING, patienceMs, signal);
  }

  /** Whether all have come, as soon as they have; false if none comes for `patienceMs`. */
  untilAll(patienceMs: number, signal: AbortSignal): Promise<boolean> {
    return this.#until(() => this.#waiting.size === 0, patienceMs, signal);
  }

  #until(isSo: () => boolean, patienceMs: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const look = () => {
        clearTimeout(timer);
        const leftMs = this.#lastAt + patienceMs - performance.now();
        if (isSo() || leftMs <= 0 || signal.aborted) {
          this.#onReceipt = () => undefined;
          signal.removeEventListener('abort', look);
          resolve(isSo());
        } else timer = setTimeout(look, leftMs);
      };
      this.#onReceipt = look;
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
