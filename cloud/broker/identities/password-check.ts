import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PasswordHash } from './identity.ts';
import { hashPassword, isPassword } from './password.ts';

/** Each try takes a thread of libuv's four, which the disk needs too. */
const MAX_AT_ONCE = 2;
/** For one name: whoever tries to guess a password keeps nobody else waiting, and its owner for a moment only. */
const MAX_OF_ONE = 4;
/** For all names; each that waits has a connection. */
const MAX_WAITING = 128;
/** Longer ones are nobody's. */
const MAX_PASSWORD_BYTES = 1_024;

/**
 * Checks passwords, which is slow by design, without letting a flood of CONNECTs take the machine: so many at once, so many
 * that wait, and none for a password that was right before, so that a device on a flapping link is let in at once.
 */
export class PasswordCheck {
  /** Of a password that was right, its HMAC under a key of this process, by the record it was right for. */
  readonly #known = new WeakMap<PasswordHash, Buffer>();
  readonly #key = randomBytes(32);
  readonly #nobody = hashPassword(randomBytes(16).toString('hex'));
  readonly #waiting: (() => void)[] = [];
  readonly #tries = new Map<PasswordHash, number>();
  #running = 0;

  /** Rejects when too many wait for an answer. */
  async isRight(password: Buffer, record: PasswordHash): Promise<boolean> {
    if (password.length > MAX_PASSWORD_BYTES) return false;
    const seal = createHmac('sha256', this.#key).update(password).digest();
    const known = this.#known.get(record);
    if (known && timingSafeEqual(known, seal)) return true;
    const isRight = await this.#oneOf(record, () => this.#inTurn(() => isPassword(password, record)));
    if (isRight) this.#known.set(record, seal);
    return isRight;
  }

  /**
   * For a name that nobody has: takes as long as a wrong password, but only while there is nothing else to do. Of strangers
   * there are any number, and none has a place among those who wait.
   */
  async pretend(password: Buffer): Promise<void> {
    if (this.#running > 0 || password.length > MAX_PASSWORD_BYTES) return;
    await this.#inTurn(async () => isPassword(password, await this.#nobody));
  }

  async #oneOf<T>(record: PasswordHash, work: () => Promise<T>): Promise<T> {
    const tries = this.#tries.get(record) ?? 0;
    if (tries >= MAX_OF_ONE) throw new Error('too many logins with this name at once');
    this.#tries.set(record, tries + 1);
    try {
      return await work();
    } finally {
      const left = (this.#tries.get(record) ?? 1) - 1;
      if (left > 0) this.#tries.set(record, left);
      else this.#tries.delete(record);
    }
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < MAX_AT_ONCE) this.#running += 1;
    else await this.#turn();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) throw new Error('too many logins at once');
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
