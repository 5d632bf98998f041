import { basename } from 'node:path';
import { identitiesFileOf } from '@vedette/cloud-broker/config';
import type { Role } from '@vedette/cloud-broker/tools';
import { stringify } from 'yaml';
import type { Settings } from '../settings/schema.ts';
import { type BrokerAddress, brokerAddress, UNKNOWN_HOST } from './broker-address.ts';
import { loginBlock, type Shown } from './login-block.ts';

export interface AddOptions {
  readonly role: Role;
  readonly certificate?: boolean;
  readonly anyCertificate?: boolean;
  readonly days: number;
  readonly replace?: boolean;
}

/** Lets one in, and prints the configuration with which it comes in; on stderr, what else is to be done. */
export async function addDevice(settings: Settings, name: string, options: AddOptions): Promise<void> {
  const { addIdentity, AuthorityFolder, refuseTaken, refuseUnfit } = await import('@vedette/cloud-broker/tools');
  const { role, days, replace = false } = options;
  const file = identitiesFileOf(settings.cloudBroker, settings);
  refuseUnfit(name, role); // before any file is made for it
  if (!replace) await refuseTaken(file, name);
  const authority = new AuthorityFolder(settings.data);
  const address = await brokerAddress(settings, authority);
  if (options.anyCertificate) {
    await addIdentity(file, { name, role, certificate: 'any', replace });
    tell(name, role, address, {}, ['certFile and keyFile are those of its certificate.']);
  } else if (options.certificate) {
    const { certFile, keyFile, fingerprint } = await authority.issueClient(name, { days, replace });
    await addIdentity(file, { name, role, certificate: fingerprint, replace });
    const shown = { certFile: basename(certFile), keyFile: basename(keyFile) };
    tell(name, role, address, shown, [
      `Bring it ${certFile} and ${keyFile}, which is its alone; good for ${days} days.`,
    ]);
  } else {
    const password = await addIdentity(file, { name, role, replace });
    tell(name, role, address, { username: name, password }, ['The password is kept nowhere else.']);
  }
  if (role === 'device' && settings.shotAlias !== undefined) {
    console.error(`It may not publish on the shotAlias ${settings.shotAlias}: only a gateway may (--role gateway).`);
  }
}

function tell(name: string, role: Role, { url, caFile }: BrokerAddress, shown: Shown, notes: readonly string[]): void {
  const lines = [
    role === 'viewer' ? `For the flags of ${name} at ${url}:` : `For the configuration of ${name}:`,
    ...notes,
    ...(caFile === undefined ? [] : [`Bring it ${caFile} too: by that it knows the broker.`]),
    ...(url.includes(UNKNOWN_HOST)
      ? [`${UNKNOWN_HOST} stands for the name or address by which it reaches the broker.`]
      : []),
  ];
  console.error(lines.join('\n'));
  const ca = caFile === undefined ? undefined : basename(caFile);
  process.stdout.write(stringify(loginBlock({ name, role, url, caFile: ca, shown })));
}
