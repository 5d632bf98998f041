import { lookup, Resolver } from 'node:dns/promises';
import { isIP, isIPv4, isIPv6 } from 'node:net';

/** How long a name server is waited for, when it is asked directly. */
const ANSWER_MS = 1_000;

/**
 * Where a host is. The system's resolver may take ten seconds and more to give up on a name server that does not answer,
 * and cannot be told to ask again; so what it last said holds while it is asked, and until it has said something, the name
 * server is asked directly as well, anew each time.
 */
export class HostAddresses {
  readonly #host: string;
  #known: readonly string[];
  #asking: Promise<void> | undefined;

  /** `host` is a name or an IP address. */
  constructor(host: string) {
    this.#host = host;
    this.#known = isIP(host) ? [host] : [];
  }

  /** One address of each family that the host has, the next ones in the next `round`. Rejects where none is known. */
  async inRound(round: number): Promise<string[]> {
    if (!isIP(this.#host)) await this.#ask();
    const families = [this.#known.filter(isIPv4), this.#known.filter(isIPv6)];
    return families.flatMap((addresses) => addresses[round % addresses.length] ?? []);
  }

  async #ask(): Promise<void> {
    this.#asking ??= this.#askSystem().finally(() => {
      this.#asking = undefined;
    });
    const asked = this.#asking;
    asked.catch(() => undefined); // it is reported to whoever waits for it
    if (this.#known.length > 0) return;
    await Promise.any([asked, this.#askServer()]).catch(() => asked);
  }

  async #askSystem(): Promise<void> {
    const found = await lookup(this.#host, { all: true });
    this.#known = found.map(({ address }) => address);
  }

  async #askServer(): Promise<void> {
    const resolver = new Resolver({ timeout: ANSWER_MS, tries: 1 });
    this.#known = await Promise.any([resolver.resolve4(this.#host), resolver.resolve6(this.#host)]);
  }
}
