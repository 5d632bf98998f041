import { ConfigError, ResourceError } from '@vedette/core/errors';
import { isLoopback } from '@vedette/core/run';
import type { Tokens } from '@vedette/store';

/**
 * Throws ConfigError where others could ask and nobody may, since there is no token and no word that none is needed; not where
 * the catalog is away, which would know.
 */
export async function refuseUseless(
  host: string,
  allowAnonymous: boolean | undefined,
  tokens: Pick<Tokens, 'hadAny'>,
): Promise<void> {
  if (allowAnonymous !== undefined || isLoopback(host) || (await tokens.hadAny().catch(unlessDefect))) return;
  throw new ConfigError(
    `the API listens on ${host} and there is no token: make one with \`vedette token add NAME --scope read\`, ` +
      'or set api.allowAnonymous=true to let everybody in, false to let in nobody until there is one',
  );
}

function unlessDefect(error: unknown): true {
  if (error instanceof ResourceError) return true;
  throw error;
}
