import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConfigError, messageOf, ResourceError } from '@vedette/core/errors';
import { download } from './download.ts';
import { hashFile } from './hash-file.ts';
import { fileOf, type KnownModel } from './known-model.ts';
import { isFile } from './model-files.ts';

/** Where GitHub gives the files of public repositories. */
export const GITHUB_FILES = 'https://raw.githubusercontent.com';

const SILENT_MS = 30_000;

export interface PullOptions {
  /** The address under which OWNER/NAME/COMMIT/PATH is found. */
  readonly from: string;
  /** A server that sends nothing for this long is given up, in ms; half a minute unless given. */
  readonly silentMs?: number;
  /** Breaks it off. */
  readonly signal?: AbortSignal;
  /** Told how many bytes have come. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Downloads a model into a folder, under its name only when all of it is there and right; gives its path. Does nothing
 * where it is there already. Throws ConfigError where another file has its name, or for an address that is none;
 * ResourceError where it cannot be had.
 */
export async function pullModel(model: KnownModel, folder: string, options: PullOptions): Promise<string> {
  const { silentMs = SILENT_MS, signal } = options;
  const url = addressOf(model, options.from);
  const path = join(folder, fileOf(model));
  if (isFile(path)) {
    if ((await hashFile(path)) === model.sha256) return path;
    throw new ConfigError(`${path} is there, and is not the known ${model.name}: move it away first`);
  }
  const instead = `download ${addressOf(model, GITHUB_FILES)} elsewhere and copy it to ${path}; its sha256 is ${model.sha256}`;
  const body = download(url, { bytes: model.bytes, instead, silentMs, signal });
  const unfinished = join(folder, `.${fileOf(model)}.part`); // what a process that died has left is written over
  try {
    await mkdir(folder, { recursive: true });
    await pipeline(noLonger(body, model, url, options), createWriteStream(unfinished, { flush: true }));
    await checkSum(unfinished, model, url);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error instanceof ResourceError ? error : unwritable(path, error);
  }
  return path;
}

function addressOf({ source: { repository, commit, path } }: KnownModel, from: string): URL {
  if (!/^https?:/i.test(from) || !URL.canParse(from)) {
    throw new ConfigError(`--from is the http:// or https:// address of a mirror, not "${from}"`);
  }
  return new URL([repository, commit, path].join('/'), from.endsWith('/') ? from : `${from}/`);
}

/** Passes on what comes, and fails where it becomes longer than the model. */
async function* noLonger(
  body: AsyncIterable<Uint8Array>,
  { bytes }: KnownModel,
  url: URL,
  { onProgress }: PullOptions,
): AsyncGenerator<Uint8Array> {
  let got = 0;
  for await (const chunk of body) {
    got += chunk.length;
    if (got > bytes) throw new ResourceError(`${url} is longer than the ${bytes} bytes of the model: nothing was kept`);
    onProgress?.(got);
    yield chunk;
  }
}

async function checkSum(file: string, { sha256 }: KnownModel, url: URL): Promise<void> {
  const sum = await hashFile(file);
  if (sum !== sha256) throw new ResourceError(`${url} has the sha256 ${sum}, not ${sha256}: nothing was kept`);
}

function unwritable(path: string, error: unknown): ResourceError {
  return new ResourceError(`cannot write ${path}: ${messageOf(error)}`, { cause: error });
}
