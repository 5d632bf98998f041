import type { CommonConfig } from '@vedette/core/config';
import { ConfigError } from '@vedette/core/errors';
import { isLoopback } from '@vedette/core/run';
import { type CloudBrokerConfig, identitiesFileOf } from './config.ts';
import { readIdentities } from './identities/identities-file.ts';
import { readServerTls } from './tls/server-tls.ts';

export const ADD_DEVICE = 'vedette cloud-broker add-device SITE/DEVICE';

/** There is no default password, so a broker that the network can reach needs to know somebody. Throws ConfigError. */
export function refuseUseless({ host, allowAnonymous }: CloudBrokerConfig): never {
  if (allowAnonymous === false) {
    throw new ConfigError(`cloudBroker.allowAnonymous is false and nobody has a name: run \`${ADD_DEVICE}\``);
  }
  throw new ConfigError(
    `cloudBroker.host is ${host}, which others can reach, and nobody has a name: run \`${ADD_DEVICE}\`, ` +
      'or let everybody do anything with cloudBroker.allowAnonymous=true',
  );
}

/** Throws the ConfigError that a start with these settings and files would throw. */
export async function checkCloudBroker(config: CloudBrokerConfig, common: Pick<CommonConfig, 'data'>): Promise<void> {
  readServerTls(config.tls);
  const identities = await readIdentities(identitiesFileOf(config, common));
  if (!identities && !(config.allowAnonymous ?? isLoopback(config.host))) refuseUseless(config);
}
