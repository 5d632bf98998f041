import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConfigError, messageOf, ResourceError } from '@vedette/core/errors';
import { hashFile } from './hash-file.ts';
import { fileOf, type KnownModel } from './known-model.ts';
import { isFile } from './model-files.ts';

/** Where GitHub gives the files of public repositories. */
export const GITHUB_FILES = 'https://raw.githubusercontent.com';

export interface PullOptions {
  /** The address under which OWNER/NAME/COMMIT/PATH is found. */
  readonly from: string;
  /** Told how many bytes have come. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Downloads a model into a folder, under its name only when all of it is there and right; gives its path. Does nothing
 * where it is there already. Throws ConfigError where another file has its name, ResourceError where it cannot be had.
 */
export async function pullModel(model: KnownModel, folder: string, options: PullOptions): Promise<string> {
  const path = join(folder, fileOf(model));
  if (isFile(path)) {
    if ((await hashFile(path)) === model.sha256) return path;
    throw new ConfigError(`${path} is there, and is not the known ${model.name}: move it away first`);
  }
  const url = addressOf(model, options.from);
  const instead = `download ${addressOf(model, GITHUB_FILES)} elsewhere and copy it to ${path}; its sha256 is ${model.sha256}`;
  const body = await request(url, instead);
  const unfinished = join(folder, `.${randomUUID()}.part`);
  try {
    await mkdir(folder, { recursive: true });
    await pipeline(checked(body, model, url, options), createWriteStream(unfinished, { flush: true }));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error instanceof ResourceError ? error : unwritable(path, error);
  }
  return path;
}

function addressOf({ source: { repository, commit, path } }: KnownModel, from: string): URL {
  return new URL([repository, commit, path].join('/'), from.endsWith('/') ? from : `${from}/`);
}

async function request(url: URL, instead: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url).catch((error) => {
    throw new ResourceError(`cannot reach ${url.host} (${causeOf(error)}): ${instead}`, { cause: error });
  });
  if (response.ok && response.body) return response.body;
  await response.body?.cancel();
  throw new ResourceError(`${url.host} answered ${response.status} to ${url}: ${instead}`);
}

/** Passes a body on, and fails at its end, or where it becomes too long, if it is not the model. */
async function* checked(
  body: AsyncIterable<Uint8Array>,
  { bytes, sha256 }: KnownModel,
  url: URL,
  { onProgress }: PullOptions,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let got = 0;
  for await (const chunk of untilItBreaks(body, () => `${url} broke off after ${got} of ${bytes} bytes`)) {
    got += chunk.length;
    if (got > bytes) throw new ResourceError(`${url} is longer than the ${bytes} bytes of the model: nothing was kept`);
    hash.update(chunk);
    onProgress?.(got);
    yield chunk;
  }
  const sum = hash.digest('hex');
  if (sum !== sha256) throw new ResourceError(`${url} has the sha256 ${sum}, not ${sha256}: nothing was kept`);
}

async function* untilItBreaks(body: AsyncIterable<Uint8Array>, how: () => string): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new ResourceError(`${how()} (${causeOf(error)}): try again`, { cause: error });
  }
}

/** fetch says only that it failed; why stands in the cause. */
function causeOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause ? error.cause : error);
}

function unwritable(path: string, error: unknown): ResourceError {
  return new ResourceError(`cannot write ${path}: ${messageOf(error)}`, { cause: error });
}
