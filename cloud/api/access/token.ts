import { createHash, randomBytes } from 'node:crypto';

/** By which a program that looks for secrets in files knows ours. */
const MARK = 'vdt_';

/** A token that nobody can guess: 32 random bytes in letters, digits, `-` and `_`. */
export function newToken(): string {
  return MARK + randomBytes(32).toString('base64url');
}

/** What is kept of a token, 64 hex digits. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
