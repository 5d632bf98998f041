/** Items by serial, to be taken from either end. Each call takes constant time, or one close to it. */
export class ByAge<T extends { readonly serial: number }> {
  /** Ascending; from `#head` on, and with items among them that were deleted. */
  #items: T[] = [];
  #head = 0;
  readonly #live = new Set<T>();

  get size(): number {
    return this.#live.size;
  }

  add(item: T): void {
    if (this.#live.has(item)) return;
    this.#live.add(item);
    const at = this.#firstFrom(item.serial);
    if (this.#items[at] !== item) this.#items.splice(at, 0, item); // one that was deleted may still lie there
  }

  delete(item: T): void {
    if (!this.#live.delete(item)) return;
    const listed = this.#items.length - this.#head;
    if (listed > 64 && this.#live.size * 2 < listed) this.#compact();
  }

  oldest(): T | undefined {
    for (; this.#head < this.#items.length; this.#head++) {
      const item = this.#items[this.#head];
      if (item && this.#live.has(item)) return item;
    }
    this.#compact();
    return undefined;
  }

  newest(): T | undefined {
    for (; this.#items.length > this.#head; this.#items.pop()) {
      const item = this.#items.at(-1);
      if (item && this.#live.has(item)) return item;
    }
    this.#compact();
    return undefined;
  }

  /** Where the first item of at least this serial lies. */
  #firstFrom(serial: number): number {
    let low = this.#head;
    let high = this.#items.length;
    if ((this.#items[high - 1]?.serial ?? -1) < serial) return high; // what came last goes last
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#items[middle]?.serial ?? 0) < serial) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head).filter((item) => this.#live.has(item));
    this.#head = 0;
  }
}
