import { resolve } from 'node:path';
import { identitiesFileOf } from '@vedette/cloud-broker/config';
import type { KeyPairFiles, Role } from '@vedette/cloud-broker/tools';
import { type Command, Option } from 'commander';
import { stringify } from 'yaml';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import { wholeNumber } from '../settings/whole-number.ts';

interface AddOptions {
  readonly role: Role;
  readonly certificate?: boolean;
  readonly anyCertificate?: boolean;
  readonly days: number;
}

/** `vedette cloud-broker init-tls | add-device | remove-device | list-devices`: who may come in, and under which seal. */
export function addCloudBrokerTools(broker: Command): void {
  const tool = (name: string, description: string) =>
    addSettingFlags(broker.command(name).description(description), ['data']);
  tool('init-tls', "make the broker's certificate, and an authority of its own where there is none")
    .requiredOption('--host <name...>', 'names and IP addresses by which devices reach the broker')
    .action(async (options, command: Command) => initTls(settingsOf(command), options.host));
  tool('add-device', 'let a device, sink or viewer in, by a password that is printed once, or a certificate')
    .argument('<name>', 'SITE/DEVICE as in its topics; for a sink or viewer any word')
    .addOption(
      new Option('--role <role>', 'what it may do').choices(['device', 'gateway', 'sink', 'viewer']).default('device'),
    )
    .option('--certificate', "make it a certificate, signed by the broker's authority")
    .option('--any-certificate', 'let it in by any certificate in its name that the authority signed')
    .option('--days <n>', 'how long the certificate is valid', wholeNumber, 825)
    .action((name: string, options: AddOptions, command: Command) => addDevice(settingsOf(command), name, options));
  tool('remove-device', 'let it in no more; where it is connected, it is cut off')
    .argument('<name>', 'as it was added')
    .action(async (name: string, _options, command: Command) => {
      const { removeIdentity } = await import('@vedette/cloud-broker/tools');
      const settings = settingsOf(command);
      await removeIdentity(identitiesFileOf(settings.cloudBroker, settings), name);
    });
  tool('list-devices', 'print who may come in').action(async (_options, command: Command) => {
    const { listIdentities } = await import('@vedette/cloud-broker/tools');
    const settings = settingsOf(command);
    for (const { name, role, password } of await listIdentities(identitiesFileOf(settings.cloudBroker, settings))) {
      console.log([name, role, password ? 'password' : 'certificate'].join('\t'));
    }
  });
}

/** The flags that these tools share with the service are taken by the service's command, wherever they stand. */
function settingsOf(command: Command): Settings {
  return loadSettings(command.optsWithGlobals());
}

async function initTls(settings: Settings, hosts: readonly string[]): Promise<void> {
  const { AuthorityFolder } = await import('@vedette/cloud-broker/tools');
  const authority = new AuthorityFolder(settings.data);
  const { certFile, keyFile } = await authority.issueServer(hosts);
  const caFile = resolve(authority.caFile);
  console.error('For the configuration of the cloud; devices get a copy of the file that caFile names:');
  print('cloudBroker', { host: '0.0.0.0', tls: { certFile: resolve(certFile), keyFile: resolve(keyFile), caFile } });
}

async function addDevice(settings: Settings, name: string, options: AddOptions): Promise<void> {
  const { addIdentity, AuthorityFolder, refuseUnfit } = await import('@vedette/cloud-broker/tools');
  const { role, days } = options;
  refuseUnfit(name, role); // before any file is made for it
  if (role === 'device' && settings.shotAlias !== undefined) {
    console.error(
      `A device may not publish on the shotAlias ${settings.shotAlias}: only a gateway may (--role gateway).`,
    );
  }
  const file = identitiesFileOf(settings.cloudBroker, settings);
  const section = { device: 'forwarder', gateway: 'forwarder', sink: 'imageSink', viewer: undefined }[role];
  if (options.anyCertificate) {
    await addIdentity(file, { name, role, certificate: 'any' });
  } else if (options.certificate) {
    const issued = await new AuthorityFolder(settings.data).issueClient(name, days);
    await addIdentity(file, { name, role, certificate: issued.fingerprint });
    console.error(`The files are to be brought to ${name}; what it needs to come in:`);
    print(section, filesOf(issued));
  } else {
    const password = await addIdentity(file, { name, role });
    console.error(`The password of ${name} is kept nowhere else; what it needs to come in:`);
    print(section, { username: name, password });
  }
}

function filesOf({ certFile, keyFile }: KeyPairFiles) {
  return { certFile: resolve(certFile), keyFile: resolve(keyFile) };
}

/** As YAML: a section of the configuration, or what is no setting of ours as it is. */
function print(section: string | undefined, values: object): void {
  process.stdout.write(stringify(section === undefined ? values : { [section]: values }));
}
