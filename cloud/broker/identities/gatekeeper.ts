import { randomBytes, timingSafeEqual, type X509Certificate } from 'node:crypto';
import type { Admission, Identity, Login } from '@vedette/core/mqtt';
import { accessOf, EVERYTHING, type TopicRoot } from './access.ts';
import type { IdentityRecord } from './identity.ts';
import { PasswordCheck } from './password-check.ts';
import type { WatchedIdentities } from './watched-identities.ts';

export interface GatekeeperOptions {
  readonly identities: WatchedIdentities;
  readonly topics: TopicRoot;
  /** Whether one without a name may come in, and do anything. */
  allowsAnonymous(): boolean;
  /** One comes in by its certificate. */
  onCertified?(name: string, certificate: X509Certificate): void;
}

/** The name of those in the same process; nobody else can be called so. */
export const INSIDER = '#inside';

const ANONYMOUS: Identity = { name: '', ...EVERYTHING };

/** Who comes in: by a certificate, by a password, from the same process, or without a name where that is allowed. */
export class Gatekeeper implements Admission {
  readonly #options: GatekeeperOptions;
  readonly #passwords = new PasswordCheck();
  readonly #records = new WeakMap<Identity, IdentityRecord>();
  readonly #insider: Identity = { name: INSIDER, ...EVERYTHING };
  readonly #listeners = new Set<() => void>();
  readonly insiderPassword = randomBytes(24).toString('hex');

  constructor(options: GatekeeperOptions) {
    this.#options = options;
  }

  async admit({ username, password, certificate }: Login): Promise<Identity | undefined> {
    const certified = certificate && this.#certified(certificate);
    if (certified) {
      this.#options.onCertified?.(certified.name, certificate);
      return this.#identityOf(certified);
    }
    if (username === undefined) return this.#options.allowsAnonymous() ? ANONYMOUS : undefined;
    if (password === undefined) return undefined;
    if (username === INSIDER) return this.#isInsider(password) ? this.#insider : undefined;
    const record = this.#options.identities.get(username);
    if (!record?.password) {
      await this.#passwords.pretend(password);
      return undefined;
    }
    const isRight = await this.#passwords.isRight(password, record.password);
    return isRight && this.#isCurrent(record) ? this.#identityOf(record) : undefined;
  }

  stands(identity: Identity): boolean {
    if (identity === ANONYMOUS) return this.#options.allowsAnonymous();
    const record = this.#records.get(identity);
    return identity === this.#insider || (record !== undefined && this.#isCurrent(record));
  }

  onChange(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  /** The identities are others now. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #isCurrent(record: IdentityRecord): boolean {
    return this.#options.identities.get(record.name) === record;
  }

  #identityOf(record: IdentityRecord): Identity {
    const identity = { name: record.name, ...accessOf(record, this.#options.topics) };
    this.#records.set(identity, record);
    return identity;
  }

  /** A certificate names one if its subject's CN, or a URI among its other names, is that name. */
  #certified(certificate: X509Certificate): IdentityRecord | undefined {
    const names = [...lines(certificate.subject, 'CN='), ...items(certificate.subjectAltName, 'URI:')];
    return names
      .map((name) => this.#options.identities.get(name))
      .find((record) => record?.certificate === 'any' || record?.certificate === certificate.fingerprint256);
  }

  #isInsider(password: Buffer): boolean {
    const own = Buffer.from(this.insiderPassword);
    return own.length === password.length && timingSafeEqual(own, password);
  }
}

function lines(text: string, prefix: string): string[] {
  return withPrefix(text.split('\n'), prefix);
}

function items(text: string | undefined, prefix: string): string[] {
  return withPrefix(text?.split(', ') ?? [], prefix);
}

function withPrefix(parts: readonly string[], prefix: string): string[] {
  return parts.filter((part) => part.startsWith(prefix)).map((part) => part.slice(prefix.length));
}
