import { configReference, redact } from '@vedette/core/config';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { z } from 'zod';
import { checkStarts } from '../settings/check-starts.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { configFile, loadSettings } from '../settings/load.ts';
import { settingsSchema } from '../settings/schema.ts';

/** `vedette config check | print | schema | reference` */
export function addConfigCommand(program: Command): void {
  const config = program.command('config').description('check, print and explain the configuration');
  addSettingFlags(config.command('check').description('say whether the configuration is right'), []).action(
    async (options) => {
      await checkStarts(loadSettings(options));
      console.error(`${configFile(options) ?? 'the default configuration'} is right`);
    },
  );
  addSettingFlags(config.command('print').description('print the configuration in force, secrets hidden'), []).action(
    (options) => {
      process.stdout.write(stringify(redact(settingsSchema, loadSettings(options))));
    },
  );
  config
    .command('schema')
    .description('print the JSON Schema of the configuration file')
    .action(() => {
      console.log(JSON.stringify(z.toJSONSchema(settingsSchema, { io: 'input' }), null, 2));
    });
  config
    .command('reference')
    .description('print every setting with its environment variable and default, as Markdown')
    .action(() => {
      process.stdout.write(configReference(settingsSchema));
    });
}
