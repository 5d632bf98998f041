import type { Client } from 'aedes';

/** The places of each name: one alone must not take all that a broker has. */
export class NamedPlaces {
  readonly #maxOfOne: number;
  readonly #byName = new Map<string, Set<Client>>();

  constructor(maxOfOne: number) {
    this.#maxOfOne = maxOfOne;
  }

  /** Whether there was a place left; it is given back with the connection. Who takes the place of its own session needs none. */
  take(name: string, client: Client): boolean {
    const present = this.#byName.get(name) ?? new Set();
    const others = [...present].filter(({ id }) => id !== client.id);
    if (others.length >= this.#maxOfOne) return false;
    if (client.conn.destroyed) return true;
    present.add(client);
    this.#byName.set(name, present);
    client.conn.once('close', () => {
      present.delete(client);
      if (present.size === 0 && this.#byName.get(name) === present) this.#byName.delete(name);
    });
    return true;
  }
}
