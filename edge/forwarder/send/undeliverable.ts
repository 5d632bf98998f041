/** After so many misses while others had their receipts, it is the message, not the cloud, that is the matter. */
const MAX_PASSED_OVER = 3;

export interface Sendable {
  /** How many receipts had come when it was sent. */
  receiptsBefore: number;
  /** Times that its receipt was waited for in vain while others had theirs. */
  passedOver: number;
}

/** What goes without a receipt while others have theirs. */
export class Undeliverable<T extends Sendable> {
  readonly #items = new Set<T>();
  #receipts = 0;

  [Symbol.iterator](): IterableIterator<T> {
    return this.#items.values();
  }

  /** A receipt came, whichever it was for. */
  receipted(): void {
    this.#receipts += 1;
  }

  /** It is sent, for the first time or again. */
  sent(item: T): void {
    item.receiptsBefore = this.#receipts;
  }

  /** Its receipt was waited for in vain. */
  missed(item: T): void {
    if (this.#receipts > item.receiptsBefore) item.passedOver += 1;
    if (item.passedOver >= MAX_PASSED_OVER) this.#items.add(item);
  }

  /** It is done with. */
  delete(item: T): void {
    this.#items.delete(item);
  }
}
