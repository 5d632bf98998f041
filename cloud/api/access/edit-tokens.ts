import { ConfigError } from '@vedette/core/errors';
import { nameSchema, nowMicros } from '@vedette/core/message';
import type { Tokens } from '@vedette/store';
import type { Scope } from './scope.ts';
import { hashOf, newToken } from './token.ts';

const DAY = 86_400_000_000;

export interface TokenRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** For ever unless given. */
  readonly days?: number | undefined;
}

/** Makes a token, which is returned and kept nowhere. Throws ConfigError for a name that cannot be one, or is taken. */
export async function addToken(tokens: Tokens, { name, scopes, days }: TokenRequest): Promise<string> {
  if (!nameSchema.safeParse(name).success) {
    throw new ConfigError(
      `${JSON.stringify(name)} cannot be a name: uploads are called by it, so it has no "/", "+" or "#"`,
    );
  }
  const token = newToken();
  const createdAt = nowMicros();
  const expiresAt = days === undefined ? undefined : createdAt + days * DAY;
  const outcome = await tokens.add({ name, scopes, sha256: hashOf(token), createdAt, expiresAt });
  if (outcome === 'added') return token;
  throw new ConfigError(`there is a token ${JSON.stringify(name)} already; remove it first, or take another name`);
}

/** Throws ConfigError where there is none of this name. */
export async function removeToken(tokens: Tokens, name: string): Promise<void> {
  if (!(await tokens.remove(name))) throw new ConfigError(`there is no token ${JSON.stringify(name)}`);
}
