import { bucketUrlOf } from '@vedette/image-sink/config';
import { isDescriptionKey, openBucket } from '@vedette/store';
import type { Command } from 'commander';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import { wholeNumber } from '../settings/whole-number.ts';

interface LsOptions {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly limit?: number;
}

/** `vedette ls [prefix]`: objects of the bucket in the order of their keys. */
export function addLsCommand(program: Command): void {
  const ls = program
    .command('ls')
    .argument('[prefix]', 'only keys that begin like this, e.g. face/dt=2026-11-20/', '')
    .description('list the objects in the bucket')
    .option('-a, --all', 'descriptions of images (KEY.json) too')
    .option('-n, --limit <n>', 'stop after so many', wholeNumber)
    .option('--json', 'JSON lines');
  addSettingFlags(ls, ['bucket', 'data']).action(async (prefix: string, options: LsOptions) => {
    const settings = loadSettings({ ...options });
    const bucket = await openBucket(bucketUrlOf(settings.imageSink, settings), { create: false });
    let shown = 0;
    for await (const object of bucket.list(prefix)) {
      if (!options.all && isDescriptionKey(object.key)) continue;
      const time = object.modifiedAt.toISOString();
      console.log(options.json ? JSON.stringify(object) : `${time} ${String(object.bytes).padStart(9)} ${object.key}`);
      shown += 1;
      if (shown === options.limit) break;
    }
  });
}
