import type { Topics } from '@vedette/core/topics';
import type { Home } from '../prepare.ts';
import { encodeBook } from './device-ledger.ts';
import type { Ledger } from './ledger.ts';

const AT_THE_EDGE_MS = 10_000;
/** Over a link that pictures have to share. */
const TO_THE_CLOUD_MS = 60_000;

type Tell = (topic: string, payload: string) => void;

export interface LedgerTellerOptions {
  readonly home: Home;
  readonly topics: Topics;
  readonly ledger: Ledger;
  /** Ids of payloads that are on their way. */
  inFlight(): Iterable<string>;
  /** Each publishes to its broker, retained, if the link stands. */
  readonly tellEdge: Tell;
  readonly tellCloud: Tell;
}

/** Publishes the books of the device where they have changed, now and then. */
export class LedgerTeller {
  readonly #options: LedgerTellerOptions;
  readonly #intervals: NodeJS.Timeout[];

  constructor(options: LedgerTellerOptions) {
    this.#options = options;
    const { tellEdge, tellCloud } = options;
    this.#intervals = [
      every(AT_THE_EDGE_MS, this.#onChange(tellEdge)),
      every(TO_THE_CLOUD_MS, this.#onChange(tellCloud)),
    ];
  }

  /** A link came up: whoever comes there finds the books. */
  sayTo(where: 'edge' | 'cloud'): void {
    const { tellEdge, tellCloud } = this.#options;
    this.#say(where === 'edge' ? tellEdge : tellCloud);
  }

  close(): void {
    for (const interval of this.#intervals) clearInterval(interval);
  }

  #onChange(tell: Tell): () => void {
    let told = -1;
    return () => {
      const { changes } = this.#options.ledger;
      if (changes === told) return;
      told = changes;
      this.#say(tell);
    };
  }

  #say(tell: Tell): void {
    const { home, topics, ledger, inFlight } = this.#options;
    tell(topics.deviceLedger(home), encodeBook(ledger.book, { home, now: Date.now(), inFlight: inFlight() }));
  }
}

function every(ms: number, work: () => void): NodeJS.Timeout {
  return setInterval(work, ms).unref();
}
