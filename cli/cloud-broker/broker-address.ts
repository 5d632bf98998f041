import { X509Certificate } from 'node:crypto';
import { cloudBrokerPort } from '@vedette/cloud-broker/config';
import type { AuthorityFolder } from '@vedette/cloud-broker/tools';
import { readPem } from '@vedette/core/config';
import { isLoopback } from '@vedette/core/run';
import type { Settings } from '../settings/schema.ts';

/** Stands for a host that the configuration does not tell. */
export const UNKNOWN_HOST = 'HOST';

/** How others reach the cloud's broker, as its configuration and its certificate tell. */
export interface BrokerAddress {
  readonly url: string;
  /** Who has signed its certificate, where that is an authority of its own. */
  readonly caFile?: string;
}

/** Throws ConfigError for a certificate that cannot be read. */
export async function brokerAddress(
  { cloudBroker }: Pick<Settings, 'cloudBroker'>,
  authority: AuthorityFolder,
): Promise<BrokerAddress> {
  const own = await authority.serverCertificate();
  const certFile = cloudBroker.tls.certFile ?? own;
  if (certFile === undefined) {
    const { host } = cloudBroker;
    const isNamed = host !== '0.0.0.0' && host !== '::';
    return { url: `mqtt://${isNamed ? inUrl(host) : UNKNOWN_HOST}:${cloudBrokerPort(cloudBroker)}` };
  }
  const port = cloudBrokerPort({ ...cloudBroker, tls: { certFile } });
  const url = `mqtts://${hostOf(readPem('cloudBroker.tls.certFile', certFile, 'CERTIFICATE'))}:${port}`;
  return own === undefined ? { url } : { url, caFile: authority.caFile };
}

/** The first name of a certificate by which others than this machine can mean it. */
function hostOf(certificate: string): string {
  const names = new X509Certificate(certificate).subjectAltName?.split(', ') ?? [];
  const hosts = names.flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? []);
  return inUrl(hosts.find((host) => !isLoopback(host)) ?? hosts[0] ?? UNKNOWN_HOST);
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
