import { resolve } from 'node:path';
import { identitiesFileOf } from '@vedette/cloud-broker/config';
import { type Command, Option } from 'commander';
import { stringify } from 'yaml';
import { type AddOptions, addDevice } from '../cloud-broker/add-device.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import { wholeNumber } from '../settings/whole-number.ts';

const ROLES =
  'what it may do: a device sends its own shots, a gateway those of its whole site, a sink reads all and sends receipts, ' +
  'a viewer reads all';

/** `vedette cloud-broker init-tls | add-device | remove-device | list-devices`: who may come in, and under which seal. */
export function addCloudBrokerTools(broker: Command): void {
  const tool = (name: string, description: string) =>
    addSettingFlags(broker.command(name).description(description), ['data']);
  tool('init-tls', "make the broker's certificate, and an authority of its own where there is none")
    .requiredOption('--host <name...>', 'names and IP addresses by which devices reach the broker')
    .action(async (options, command: Command) => initTls(settingsOf(command), options.host));
  tool('add-device', 'let a device, sink or viewer in, by a password that is printed once, or a certificate')
    .argument('<name>', 'SITE/DEVICE as in its topics; for a sink or viewer any word')
    .addOption(new Option('--role <role>', ROLES).choices(['device', 'gateway', 'sink', 'viewer']).default('device'))
    .option('--certificate', "make it a certificate, signed by the broker's authority")
    .option('--any-certificate', 'let it in by any certificate in its name that the authority signed')
    .option('--days <n>', 'how long the certificate is valid', wholeNumber, 825)
    .option('--replace', 'give one that is there already another password or certificate')
    .action((name: string, options: AddOptions, command: Command) => addDevice(settingsOf(command), name, options));
  tool('remove-device', 'let it in no more; where it is connected, it is cut off')
    .argument('<name>', 'as it was added')
    .action(async (name: string, _options, command: Command) => {
      const { removeIdentity } = await import('@vedette/cloud-broker/tools');
      const settings = settingsOf(command);
      await removeIdentity(identitiesFileOf(settings.cloudBroker, settings), name);
    });
  tool('list-devices', 'print who may come in').action(async (_options, command: Command) => {
    const { AuthorityFolder, listIdentities } = await import('@vedette/cloud-broker/tools');
    const settings = settingsOf(command);
    const authority = new AuthorityFolder(settings.data);
    for (const { name, role, certificate } of await listIdentities(identitiesFileOf(settings.cloudBroker, settings))) {
      const end = certificate && (await authority.endOfClient(name, certificate));
      const how = certificate === undefined ? 'password' : certificate === 'any' ? 'any certificate' : 'certificate';
      console.log([name, role, how, ...(end ? [sayEnd(end)] : [])].join('\t'));
    }
  });
}

/** The flags that these tools share with the service are taken by the service's command, wherever they stand. */
function settingsOf(command: Command): Settings {
  return loadSettings(command.optsWithGlobals());
}

function sayEnd(end: Date): string {
  const day = end.toISOString().slice(0, 10);
  return end.getTime() < Date.now() ? `expired on ${day}` : `until ${day}`;
}

async function initTls(settings: Settings, hosts: readonly string[]): Promise<void> {
  const { AuthorityFolder } = await import('@vedette/cloud-broker/tools');
  const authority = new AuthorityFolder(settings.data);
  const { certFile, keyFile } = await authority.issueServer(hosts);
  const caFile = resolve(authority.caFile);
  console.error('For the configuration of the cloud; devices get a copy of the file that caFile names:');
  const tls = { certFile: resolve(certFile), keyFile: resolve(keyFile), caFile };
  process.stdout.write(stringify({ cloudBroker: { host: '0.0.0.0', tls } }));
}
