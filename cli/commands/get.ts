import { writeFile } from 'node:fs/promises';
import { ConfigError, messageOf, ResourceError, VedetteError } from '@vedette/core/errors';
import { bucketUrlOf } from '@vedette/image-sink/config';
import { type Bucket, openBucket } from '@vedette/store';
import { type Command, InvalidArgumentError } from 'commander';
import { isShotId, keyOfShot } from '../objects/find-by-id.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import { wholeNumber } from '../settings/whole-number.ts';

const WEEK_SECONDS = 7 * 24 * 60 * 60;

interface GetOptions {
  readonly output?: string;
  readonly link?: number;
}

/** `vedette get KEY`: one object of the bucket, to stdout or a file. */
export function addGetCommand(program: Command): void {
  const get = program
    .command('get')
    .argument('<key>', "as `vedette ls` prints it, or a shot's id; with .json behind it for its description")
    .description('fetch an object from the bucket')
    .option('-o, --output <file>', 'write to a file instead of stdout')
    .option(
      '--link <seconds>',
      'of a bucket on S3: print an address that serves it for so long, a week at most; where it takes a header too, the curl command',
      linkSeconds,
    );
  addSettingFlags(get, ['bucket', 'catalog', 'data']).action(async (asked: string, options: GetOptions) => {
    const settings = loadSettings({ ...options });
    const bucket = await openBucket(bucketUrlOf(settings.imageSink, settings), { create: false });
    const key = await keyOf(bucket, asked, settings);
    if (options.link !== undefined) {
      console.log(await linkTo(bucket, key, options.link));
      return;
    }
    const body = await bucket.get(key);
    if (!body) throw noObject(bucket, key);
    if (options.output !== undefined) await save(options.output, body);
    else if (process.stdout.isTTY && !key.endsWith('.json')) {
      throw new ConfigError('an image is no sight for a terminal: name a file with -o, or pipe it on');
    } else process.stdout.write(body);
  });
}

/** Of a shot's id the key of its object, or of its description where `.json` is asked for. */
async function keyOf(bucket: Bucket, asked: string, settings: Settings): Promise<string> {
  const id = asked.replace(/\.json$/, '');
  if (!isShotId(id)) return asked;
  const key = await keyOfShot(bucket, id, settings);
  return id === asked || key.endsWith('.json') ? key : `${key}.json`;
}

function noObject(bucket: Bucket, key: string): VedetteError {
  return new VedetteError(`no object ${key} in ${bucket.url}; \`vedette ls\` lists what is there`);
}

/** What signatures are good for. */
function linkSeconds(text: string): number {
  const seconds = wholeNumber(text);
  if (seconds > WEEK_SECONDS) throw new InvalidArgumentError(`it must be ${WEEK_SECONDS} at most, which is a week.`);
  return seconds;
}

async function linkTo(bucket: Bucket, key: string, seconds: number): Promise<string> {
  const link = await bucket.linkTo(key, seconds);
  if (link === undefined) throw await noLink(bucket, key);
  const headers = Object.entries(link.headers ?? {}).map(([name, value]) => `-H '${name}: ${value}' `);
  return headers.length === 0 ? link.url : `curl ${headers.join('')}'${link.url}'`;
}

/** Why there is none. */
async function noLink(bucket: Bucket, key: string): Promise<VedetteError> {
  if (bucket.url.startsWith('file:'))
    return new ConfigError(`${bucket.url} is a folder, which serves nothing; leave --link out`);
  if (!(await bucket.get(key, { from: 0, bytes: 1 }))) return noObject(bucket, key);
  return new VedetteError(`${key} is kept within the image's own object, which alone has an address; leave --link out`);
}

async function save(file: string, body: Buffer): Promise<void> {
  try {
    await writeFile(file, body);
  } catch (error) {
    throw new ResourceError(`cannot write ${file}: ${messageOf(error)}`, { cause: error });
  }
}
