import type { Aedes, Client } from 'aedes';

/** How often the time of absence is added up. */
const TICK_MS = 600_000;

/** Beyond what a packet may be numbered with. */
const NO_PACKET_ID = 65_536;

/** The parts of aedes that are meant here, which it does not type. */
interface Unlisted {
  readonly clients: Readonly<Record<string, unknown>>;
  readonly persistence: Sessions;
}

interface Sessions {
  cleanSubscriptions(client: { readonly id: string }): Promise<void>;
  outgoingStream(client: { readonly id: string }): AsyncIterable<{ messageId?: number }>;
  outgoingUpdate(client: { readonly id: string }, packet: unknown): Promise<void>;
  outgoingClearMessageId(client: { readonly id: string }, packet: unknown): Promise<unknown>;
}

interface AbsenceBounds {
  /** Most sessions without a client; of more, the one that is absent longest goes. */
  readonly maxAbsentSessions: number;
  /** A session whose client stays away this long goes. */
  readonly maxAbsentMs: number;
}

/** How long each session has been without its client, in ms of the broker's running time. */
export type Absences = ReadonlyMap<string, number>;

export interface AbsentSessionsOptions extends AbsenceBounds {
  /** Sessions that never go. */
  readonly keepFor: readonly string[];
  /** Those there were when the broker last ran. */
  readonly absences?: Absences | undefined;
  /** Gets them again and again, for the next run. */
  readonly onAbsences?: ((absences: Absences) => Promise<void>) | undefined;
  onExpired(clientId: string): void;
  onError(error: unknown): void;
}

/**
 * Ends the sessions that nobody comes back for, which aedes keeps for ever, with what is queued for them. A machine that
 * wakes in 1970 has its clock set while it runs, so absence is measured in the time that the broker has run.
 */
export class AbsentSessions {
  readonly #aedes: Aedes;
  readonly #options: AbsentSessionsOptions;
  readonly #absentMs: Map<string, number>;
  readonly #timer: NodeJS.Timeout;

  constructor(aedes: Aedes, options: AbsentSessionsOptions) {
    this.#aedes = aedes;
    this.#options = options;
    this.#absentMs = new Map(options.absences);
    for (const id of options.keepFor) this.#absentMs.delete(id);
    aedes.on('client', ({ id }: Client) => this.#absentMs.delete(id));
    aedes.on('clientDisconnect', (client: Client) => this.#left(client));
    this.#timer = setInterval(() => this.pass(TICK_MS), TICK_MS);
    this.#timer.unref();
  }

  get size(): number {
    return this.#absentMs.size;
  }

  /** Lets `ms` go by. */
  pass(ms: number): void {
    for (const [id, before] of this.#absentMs) {
      const absentMs = before + ms;
      this.#absentMs.set(id, absentMs);
      if (absentMs >= this.#options.maxAbsentMs) this.#expire(id);
    }
    void this.#options.onAbsences?.(this.#absentMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#options.onAbsences?.(this.#absentMs);
  }

  #left({ id, clean }: Client & { readonly clean?: boolean }): void {
    if (clean || this.#options.keepFor.includes(id)) return;
    this.#absentMs.set(id, 0);
    if (this.#absentMs.size > this.#options.maxAbsentSessions) this.#expire(this.#longestAbsent());
  }

  /** Of those that left in the same tick, the one that left first. */
  #longestAbsent(): string {
    let longest: [id: string, absentMs: number] = ['', -1];
    for (const each of this.#absentMs) if (each[1] > longest[1]) longest = each;
    return longest[0];
  }

  #expire(id: string): void {
    this.#absentMs.delete(id);
    this.#options.onExpired(id);
    this.#end(id).catch((error: unknown) => this.#options.onError(error));
  }

  async #end(id: string): Promise<void> {
    const { persistence, clients } = this.#aedes as unknown as Unlisted;
    const client = { id };
    await persistence.cleanSubscriptions(client);
    for await (const packet of persistence.outgoingStream(client)) {
      if (clients[id]) return; // it has just come back, and gets what is left
      packet.messageId ??= NO_PACKET_ID; // only what has a number can be taken out of the queue
      await persistence.outgoingUpdate(client, packet);
      await persistence.outgoingClearMessageId(client, packet);
    }
  }
}
