import type { MqttMessage } from '@vedette/core/mqtt';
import type { BareImage } from './ledger/index.ts';

/** Messages whose PUBACKs may be on their way when a link is lost: about what a socket's buffers hold. */
const IN_DOUBT = 100;
const MAX_TOPICS = 1_000;

/** Knows a bare image that the edge broker delivers a second time; it has no id to be known by. */
export class BareImages {
  /** Packet id, which a redelivery keeps, and SHA-256 of the last ones, whether they wait or are done with. */
  readonly #recent: Set<string>;
  /** Topic -> SHA-256 of the last one: a retained one comes again on each connect. */
  readonly #latest = new Map<string, string>();

  /** `before` are the last ones from before a restart: those that have their receipts may come again, too. */
  constructor(before: readonly BareImage[]) {
    this.#recent = new Set(before.slice(-IN_DOUBT).map(({ packet, sha256 }) => nameOf(packet, sha256)));
  }

  isKnown({ topic, retain, messageId }: MqttMessage, sha256: string): boolean {
    const key = keyOf(messageId, sha256);
    if (key !== undefined && this.#recent.has(key)) return true;
    return retain && this.#latest.get(topic) === sha256;
  }

  /** It is on disk: from here on it is known. */
  remember({ topic, messageId }: MqttMessage, sha256: string): void {
    const key = keyOf(messageId, sha256);
    if (key !== undefined) this.#recent.add(key);
    dropOldest(this.#recent, IN_DOUBT);
    this.#latest.delete(topic);
    this.#latest.set(topic, sha256);
    dropOldest(this.#latest, MAX_TOPICS);
  }
}

/** Undefined at QoS 0, where nothing is delivered twice. */
function keyOf(packet: number | undefined, sha256: string): string | undefined {
  return packet === undefined ? undefined : nameOf(packet, sha256);
}

function nameOf(packet: number, sha256: string): string {
  return `${packet} ${sha256}`;
}

function dropOldest(all: Set<string> | Map<string, string>, max: number): void {
  for (const oldest of all.keys()) {
    if (all.size <= max) return;
    all.delete(oldest);
  }
}
