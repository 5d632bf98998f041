import { readFileSync } from 'node:fs';
import { type BrokerLogin, type BrokerLoginSettings, readBrokerLogin } from '@vedette/core/config';
import { ConfigError, messageOf } from '@vedette/core/errors';
import type { Command } from 'commander';

/** What a command line says of itself to a broker that it names. */
export interface LoginFlags {
  readonly username?: string;
  readonly passwordFile?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

/** The flags with which a tool is let in by a broker: a password is no flag, since every user of a machine sees flags. */
export function addLoginFlags(command: Command): Command {
  return command
    .option('--username <name>', 'name to give the broker')
    .option('--password-file <file>', 'file that holds the password')
    .option('--ca-file <file>', "PEM file of who signs the broker's certificate (mqtts://)")
    .option('--cert-file <file>', 'PEM file of a certificate to show the broker (mqtts://)')
    .option('--key-file <file>', "PEM file of that certificate's key");
}

/** The login at the broker `url`: the flags over what the settings say, where the address is theirs. Throws ConfigError. */
export function loginFrom(flags: LoginFlags, url: string, settings: BrokerLoginSettings = {}): BrokerLogin {
  const { passwordFile, ...rest } = flags;
  const password = passwordFile === undefined ? {} : { password: readPassword(passwordFile) };
  return readBrokerLogin('', url, { ...settings, ...rest, ...password });
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (error) {
    throw new ConfigError(`--password-file: the file cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
