import { ConfigError } from '@vedette/core/errors';
import { isLoopback } from '@vedette/core/run';
import type { Tokens } from '@vedette/store';

/** Throws ConfigError where others could ask and nobody may, since there is no token and no word that none is needed. */
export async function refuseUseless(
  host: string,
  allowAnonymous: boolean | undefined,
  tokens: Pick<Tokens, 'hadAny'>,
): Promise<void> {
  if (allowAnonymous !== undefined || isLoopback(host) || (await tokens.hadAny())) return;
  throw new ConfigError(
    `the API listens on ${host} and there is no token: make one with \`vedette token add NAME --scope read\`, ` +
      'or set api.allowAnonymous=true to let everybody in, false to let in nobody until there is one',
  );
}
