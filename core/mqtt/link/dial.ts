import type { Duplex } from 'node:stream';
import { Deferred } from './deferred.ts';
import { HostAddresses } from './host-addresses.ts';
import { type Endpoint, type LinkTls, type OpeningStream, openStream, UnreachableError } from './open-stream.ts';

/** How soon the next attempt begins beside those that have no answer yet. */
const PACE_MS = 1_000;
/** How long an attempt may take: a satellite's link, or a congested one, needs its time. */
const LIMIT_MS = 10_000;

export interface DialerOptions {
  /** mqtt://HOST:PORT or mqtts://HOST:PORT; 1883 and 8883 unless given. */
  readonly url: string;
  readonly tls?: LinkTls | undefined;
}

/**
 * Opens byte streams to a broker. Where nothing answers, TCP asks again after 1, 3 and 7 s, so that a network that
 * returns would be noticed seconds later. So a fresh attempt begins each second while the earlier ones go on; the
 * first that stands is taken, as in Happy Eyeballs (RFC 8305), and the others are given up.
 */
export class Dialer {
  readonly #endpoint: Endpoint;
  readonly #addresses: HostAddresses;

  constructor({ url, tls }: DialerOptions) {
    this.#endpoint = endpointOf(url, tls);
    this.#addresses = new HostAddresses(this.#endpoint.host);
  }

  /** Rejects when every attempt has failed, with UnreachableError if there was no TCP connection; at latest after 10 s. */
  async dial(signal: AbortSignal): Promise<Duplex> {
    const race = new Race();
    let round = 0;
    const begin = () => race.enter((attempt) => this.#round(round++, attempt));
    const pace = setInterval(begin, PACE_MS);
    const limit = setTimeout(() => race.end(this.#noAnswer()), LIMIT_MS);
    const abort = () => race.end(new Error('given up'));
    signal.addEventListener('abort', abort);
    begin();
    try {
      return await race.winner;
    } finally {
      signal.removeEventListener('abort', abort);
      clearTimeout(limit);
      clearInterval(pace);
    }
  }

  async #round(round: number, attempt: (opening: OpeningStream) => Promise<void>): Promise<void> {
    const addresses = await this.#addresses.inRound(round);
    await Promise.any(addresses.map((address) => attempt(openStream(this.#endpoint, address))));
  }

  #noAnswer(): Error {
    const { host, port } = this.#endpoint;
    return new UnreachableError(`no answer from ${host}:${port} within ${LIMIT_MS / 1_000} s`);
  }
}

/** Attempts beside each other, of which one wins. */
class Race {
  readonly #outcome = new Deferred<Duplex>();
  readonly #running = new Set<OpeningStream>();
  #rounds = 0;
  #isOver = false;

  get winner(): Promise<Duplex> {
    return this.#outcome.promise;
  }

  /** A round of attempts; when it fails and no other is under way, all is lost. */
  enter(round: (attempt: (opening: OpeningStream) => Promise<void>) => Promise<void>): void {
    this.#rounds += 1;
    round((opening) => this.#run(opening)).catch((error: unknown) => {
      this.#rounds -= 1;
      if (this.#rounds === 0) this.end(worstOf(error));
    });
  }

  end(error: Error): void {
    this.#isOver = true;
    this.#outcome.reject(error);
    for (const opening of this.#running) opening.destroy();
  }

  async #run(opening: OpeningStream): Promise<void> {
    if (this.#isOver) return opening.destroy();
    this.#running.add(opening);
    const stream = await opening.opened.finally(() => this.#running.delete(opening));
    if (this.#isOver) stream.destroy();
    this.#outcome.resolve(stream);
    this.end(new Error('another was first'));
  }
}

/** Of a round's errors, that of the attempt that came furthest. */
function worstOf(error: unknown): Error {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const worst = errors.find((each) => !(each instanceof UnreachableError)) ?? errors[0];
  return worst instanceof Error ? worst : new Error(String(worst));
}

function endpointOf(url: string, tls: LinkTls | undefined): Endpoint {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, ''); // as an IPv6 address stands in a URL
  if (protocol === 'mqtts:') return { host, port: Number(port || 8_883), tls: tls ?? {} };
  return { host, port: Number(port || 1_883) };
}
