import { printable } from '@vedette/core/message';
import { bucketUrlOf } from '@vedette/image-sink/config';
import { type Bucket, isDescriptionKey, openBucket, type StoredObject } from '@vedette/store';
import type { Command } from 'commander';
import { isShotId, keyOfShot } from '../objects/find-by-id.ts';
import { reasonOf } from '../objects/reason-of.ts';
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
    .argument('[prefix]', "only keys that begin like this, e.g. face/dt=2026-11-20/ or invalid/; or a shot's id", '')
    .description('list the objects in the bucket; what was put aside, with its reason')
    .option('-a, --all', 'descriptions of images (KEY.json) too')
    .option('-n, --limit <n>', 'stop after so many', wholeNumber)
    .option('--json', 'JSON lines');
  addSettingFlags(ls, ['bucket', 'catalog', 'data']).action(async (asked: string, options: LsOptions) => {
    const settings = loadSettings({ ...options });
    const bucket = await openBucket(bucketUrlOf(settings.imageSink, settings), { create: false });
    const prefix = isShotId(asked) ? await keyOfShot(bucket, asked, settings) : asked;
    let shown = 0;
    let hidden = 0;
    for await (const object of bucket.list(prefix)) {
      if (!options.all && isDescriptionKey(object.key)) {
        hidden += 1;
        continue;
      }
      console.log(await lineOf(bucket, object, options));
      shown += 1;
      if (shown === options.limit) break;
    }
    if (shown === 0) console.error(`vedette: ${nothing(prefix, hidden)} in ${bucket.url}`);
  });
}

/** What an empty listing means. */
function nothing(prefix: string, hidden: number): string {
  const what = prefix === '' ? 'nothing' : `no key that begins with ${prefix}`;
  return hidden === 0 ? what : `${what} but those of descriptions, which --all shows,`;
}

async function lineOf(bucket: Bucket, object: StoredObject, { json }: LsOptions): Promise<string> {
  const reason = await reasonOf(bucket, object.key);
  if (json) return JSON.stringify({ ...object, ...reason });
  const line = `${object.modifiedAt.toISOString()} ${String(object.bytes).padStart(9)} ${object.key}`;
  return printable(reason ? `${line} ${reason.reason}: ${reason.detail}` : line);
}
