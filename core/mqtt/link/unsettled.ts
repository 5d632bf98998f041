/** Promises that end with a link at the latest: mqtt.js leaves them open when a connection is lost for good. */
export class Unsettled {
  readonly #rejects = new Set<(error: Error) => void>();
  #whenNone: (() => void)[] = [];
  #ended: Error | undefined;

  /** What becomes of `work`, or the end of the link. */
  until<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      work.then(resolve, reject).finally(() => this.#remove(reject));
      if (this.#ended) reject(this.#ended);
      else this.#rejects.add(reject);
    });
  }

  /** Resolves when nothing is open any more. */
  none(): Promise<void> {
    if (this.#rejects.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenNone.push(resolve));
  }

  end(error: Error): void {
    this.#ended ??= error;
    for (const reject of [...this.#rejects]) {
      reject(this.#ended);
      this.#remove(reject);
    }
  }

  #remove(reject: (error: Error) => void): void {
    this.#rejects.delete(reject);
    if (this.#rejects.size > 0) return;
    for (const resolve of this.#whenNone) resolve();
    this.#whenNone = [];
  }
}
