import { existsSync } from 'node:fs';
import { loadConfig } from '@vedette/core/config';
import { flagTree } from './flags.ts';
import { type Settings, settingsSchema } from './schema.ts';

const DEFAULT_FILE = 'vedette.yaml';

/** The configuration file in force: `--config`, else VEDETTE_CONFIG, else vedette.yaml where there is one. */
export function configFile(options: Record<string, unknown>): string | undefined {
  const named = options['config'] ?? process.env['VEDETTE_CONFIG'];
  if (typeof named === 'string' && named !== '') return named;
  return existsSync(DEFAULT_FILE) ? DEFAULT_FILE : undefined;
}

/** Settings from file, environment and the options of a command line. Throws ConfigError. */
export function loadSettings(options: Record<string, unknown>): Settings {
  return loadConfig(settingsSchema, {
    file: configFile(options),
    environment: process.env,
    flags: flagTree(options),
    set: (options['set'] as string[] | undefined) ?? [],
  });
}
