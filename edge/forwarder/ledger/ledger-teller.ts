import type { Topics } from '@vedette/core/topics';
import type { Home } from '../prepare.ts';
import { encodeBook } from './device-ledger.ts';
import type { Ledger } from './ledger.ts';
import { type Rhythm, Telling } from './telling.ts';

const AT_THE_EDGE: Rhythm = { everyMs: 10_000, afterConnectMs: 0, atMostEveryMs: 0 };
/** Over a link that pictures have to share: the first ones go before, and one that comes and goes is not filled with books. */
const TO_THE_CLOUD: Rhythm = { everyMs: 60_000, afterConnectMs: 3_000, atMostEveryMs: 30_000 };

export interface LedgerTellerOptions {
  readonly home: Home;
  readonly topics: Topics;
  readonly ledger: Ledger;
  /** Ids of payloads that are on their way. */
  inFlight(): Iterable<string>;
  /** Each publishes to its broker, retained, if the link stands. */
  readonly tellEdge: (topic: string, payload: string) => void;
  readonly tellCloud: (topic: string, payload: string) => void;
  /** Publishes to both, retained; resolves when those whose link stands have it. */
  readonly tellSurely: (topic: string, payload: string) => Promise<void>;
}

/** Publishes the books of the device where they have changed, now and then. */
export class LedgerTeller {
  readonly #options: LedgerTellerOptions;
  readonly #tellings: Readonly<Record<'edge' | 'cloud', Telling>>;

  constructor(options: LedgerTellerOptions) {
    this.#options = options;
    const { ledger, topics, home, tellEdge, tellCloud } = options;
    const topic = topics.deviceLedger(home);
    const changes = () => ledger.changes;
    this.#tellings = {
      edge: new Telling({ rhythm: AT_THE_EDGE, changes, say: () => tellEdge(topic, this.#encode()) }),
      cloud: new Telling({ rhythm: TO_THE_CLOUD, changes, say: () => tellCloud(topic, this.#encode()) }),
    };
  }

  /** A link came up: whoever comes there finds the books soon. */
  sayTo(where: 'edge' | 'cloud'): void {
    this.#tellings[where].soon();
  }

  /** The last word on the books stands until the next start. Resolves when it is said, or cannot be. */
  async close(): Promise<void> {
    const { topics, home, tellSurely } = this.#options;
    for (const telling of Object.values(this.#tellings)) telling.close();
    await tellSurely(topics.deviceLedger(home), this.#encode());
  }

  #encode(): string {
    const { home, ledger, inFlight } = this.#options;
    return encodeBook(ledger.book, { home, now: Date.now(), inFlight: inFlight() });
  }
}
