/** Who may come in over HTTP, and for what; the token itself is kept nowhere. Times in µs since the epoch. */
export interface AccessToken {
  readonly name: string;
  /** What it allows, in the words of whoever asks for it. */
  readonly scopes: readonly string[];
  readonly createdAt: number;
  /** When it ends; never unless given. */
  readonly expiresAt?: number | undefined;
}

export interface NewToken extends AccessToken {
  /** SHA-256 of the token, 64 hex digits: a token is too long to be guessed, so that nothing slower is needed. */
  readonly sha256: string;
}

/**
 * Tokens and secrets that all who have this catalog open share. Every method rejects with ResourceError where the catalog
 * cannot be reached, read or written.
 */
export interface Tokens {
  /** Adds one unless there is one of this name. */
  add(token: NewToken): Promise<'added' | 'present'>;
  /** False where there is none of this name. */
  remove(name: string): Promise<boolean>;
  /** By name. */
  list(): Promise<readonly AccessToken[]>;
  find(sha256: string): Promise<AccessToken | undefined>;
  /** Whether there ever was one: who removes the last does not mean to let in everybody. */
  hadAny(): Promise<boolean>;
  /** A secret of this name: the first that was offered. */
  secret(name: string, offered: string): Promise<string>;
}
