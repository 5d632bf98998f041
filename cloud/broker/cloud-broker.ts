import { brokerBounds, type CommonConfig } from '@vedette/core/config';
import { type Broker, startBroker } from '@vedette/core/mqtt';
import { isLoopback, type ServiceContext } from '@vedette/core/run';
import { type CloudBrokerConfig, cloudBrokerPort, identitiesFileOf } from './config.ts';
import { Gatekeeper, INSIDER } from './identities/gatekeeper.ts';
import { WatchedIdentities } from './identities/watched-identities.ts';
import { ADD_DEVICE, refuseUseless } from './refuse-useless.ts';
import { ExpiryWarnings } from './tls/expiry-warnings.ts';
import { readServerTls, watchServerTls } from './tls/server-tls.ts';

export interface CloudBroker extends Broker {
  /** Where those in the same process come in, whatever others need; undefined unless asked for. It holds a password. */
  readonly insideUrl?: string;
}

/**
 * Starts the cloud's broker. It keeps nothing on disk: what it held when it died has no receipt yet, so the edge sends it
 * again. `hasInsiders`: parts of this process are its clients. Throws ConfigError and PortTakenError.
 */
export async function startCloudBroker(
  config: CloudBrokerConfig,
  common: Pick<CommonConfig, 'root' | 'shotAlias' | 'data'>,
  context: ServiceContext,
  { hasInsiders = false }: { readonly hasInsiders?: boolean } = {},
): Promise<CloudBroker> {
  const tls = readServerTls(config.tls);
  const file = identitiesFileOf(config, common);
  const identities = new WatchedIdentities(file, context.log, () => gatekeeper.changed());
  // Once there was a file, an empty one is as closed as any: who removes the last device does not mean to let in everybody.
  const allowsAnonymous = () => config.allowAnonymous ?? (isLoopback(config.host) && !identities.hadFile);
  const warnings = new ExpiryWarnings(context.log);
  const gatekeeper = new Gatekeeper({
    ...{ identities, topics: common, allowsAnonymous },
    onCertified: (name, certificate) => warnings.saw(name, certificate),
  });
  await identities.open();
  try {
    if (!allowsAnonymous() && identities.size === 0) {
      if (!identities.hadFile) refuseUseless(config);
      context.log.warn(`nobody has a name in ${file}, and nobody is let in: run \`${ADD_DEVICE}\``);
    }
    if (!tls && !isLoopback(config.host))
      context.log.warn('without TLS, passwords and pictures can be read on their way');
    const broker = await startBroker(
      {
        ...{ name: 'cloud-broker', host: config.host, port: cloudBrokerPort(config), tls },
        ...brokerBounds(config),
        admission: gatekeeper,
        localDoor: hasInsiders,
      },
      context,
    );
    const unwatchTls = watchServerTls(config.tls, context.log, (renewed) => broker.renewTls(renewed));
    async function stop(): Promise<void> {
      unwatchTls();
      await broker.stop().finally(() => identities.close());
    }
    const inside = `${encodeURIComponent(INSIDER)}:${gatekeeper.insiderPassword}@127.0.0.1:${broker.localPort}`;
    return { ...broker, ...(hasInsiders ? { insideUrl: `mqtt://${inside}` } : {}), stop };
  } catch (error) {
    identities.close();
    throw error;
  }
}
