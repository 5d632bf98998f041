import { readKeyPair, readPem } from '@vedette/core/config';
import { ConfigError, messageOf } from '@vedette/core/errors';
import type { ListenerTls } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import type { CloudBrokerConfig } from '../config.ts';
import { watchFiles } from '../watch-files.ts';

type TlsFiles = CloudBrokerConfig['tls'];

const PREFIX = 'cloudBroker.tls.';

/** The broker's certificate and its key; undefined where it has none. Throws ConfigError. */
export function readServerTls({ certFile, keyFile, caFile }: TlsFiles): ListenerTls | undefined {
  if (certFile === undefined && keyFile === undefined && caFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    throw new ConfigError(`${PREFIX}certFile and ${PREFIX}keyFile are both needed for TLS`);
  }
  const ca = caFile === undefined ? {} : { ca: readPem(`${PREFIX}caFile`, caFile, 'CERTIFICATE') };
  return { ...readKeyPair(PREFIX, certFile, keyFile), ...ca };
}

/** Reads them again whenever one of the files changes; gives what ends that. What does not go together changes nothing. */
export function watchServerTls(files: TlsFiles, log: Logger, renew: (tls: ListenerTls) => void): () => void {
  const named = [files.certFile, files.keyFile, files.caFile].filter((file) => file !== undefined);
  return watchFiles(named, () => {
    try {
      const tls = readServerTls(files);
      if (tls) renew(tls);
      log.info('the certificates were read again');
    } catch (error) {
      log.error({ reason: messageOf(error) }, 'the certificates stay as they were');
    }
  });
}
