import type { X509Certificate } from 'node:crypto';
import { certificateEnd } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';

const DAY_MS = 86_400_000;
/** Long enough that somebody comes by the device before. */
const WARN_MS = 42 * DAY_MS;

/** Warns of clients' certificates that end soon, of each once a day at most. */
export class ExpiryWarnings {
  readonly #log: Logger;
  /** Name -> when it was said, in ms since the epoch; only of those who were let in. */
  readonly #saidAt = new Map<string, number>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** One comes in by a certificate. */
  saw(name: string, certificate: X509Certificate): void {
    const now = Date.now();
    const { ms, day } = certificateEnd(certificate);
    if (ms - now > WARN_MS || now - (this.#saidAt.get(name) ?? 0) < DAY_MS) return;
    this.#saidAt.set(name, now);
    const advice = `\`vedette cloud-broker add-device ${name} --certificate --replace\` makes another`;
    this.#log.warn(`the certificate of ${name} expires on ${day}: ${advice}`);
  }
}
