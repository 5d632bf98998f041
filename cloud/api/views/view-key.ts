import { randomBytes } from 'node:crypto';
import type { Tokens } from '@vedette/store';
import type { ApiConfig } from '../config.ts';

/** What addresses of pictures are signed with: all servers of a catalog take each other's. */
export async function viewKey(
  { signingKey }: Pick<ApiConfig, 'signingKey'>,
  tokens: Pick<Tokens, 'secret'>,
): Promise<Buffer> {
  return Buffer.from(signingKey ?? (await tokens.secret('views', randomBytes(32).toString('base64url'))));
}
