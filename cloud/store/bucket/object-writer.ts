import { rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Draft, isObject } from './draft.ts';
import { DurableFolders } from './durable-folders.ts';
import { codeOf, type Fault, faultOf } from './file-error.ts';
import { TEMPORARY } from './key.ts';
import { temporaryNames } from './temporary-files.ts';

export interface ObjectToWrite {
  /** Absolute. */
  readonly path: string;
  readonly body: Uint8Array;
  /** What the file `<path>.json` will hold. */
  readonly description?: string | undefined;
  /** Takes the place of what is there; otherwise what is there stays. */
  readonly replaces?: boolean;
}

export type Written = 'stored' | 'present' | Fault;

/** An object on its way: first its own file, then that of its description. */
interface Job extends ObjectToWrite {
  readonly drafts: Draft[];
  written?: Written;
}

/** What a name may be refused with while others remove; so often in a row, it is something else. */
const PASSING: readonly (string | undefined)[] = ['ENOENT', 'EEXIST'];
const TRIES = 10;

/**
 * Writes groups of objects into a bucket's folder by the system's plain calls: they hold the thread up, and cost half of
 * what asynchronous ones do. A group's files are all written before they are flushed together, since a file system makes
 * one of the flushes that come at once; then they get their names, and each folder that got any is flushed once.
 */
export class ObjectWriter {
  readonly #folders: DurableFolders;
  readonly #temporary: string;
  readonly #temporaryName: () => string;

  /** `bucket`: its folder, absolute. */
  constructor(bucket: string) {
    this.#folders = new DurableFolders(bucket);
    this.#temporary = join(bucket, TEMPORARY);
    this.#temporaryName = temporaryNames(bucket);
  }

  /** Resolves when each object is durable, or has failed, which is nothing to the others. */
  async write(objects: readonly ObjectToWrite[]): Promise<Written[]> {
    const jobs = objects.map((object): Job => ({ ...object, drafts: [] }));
    try {
      await each(jobs, (job) => this.#draft(job));
      await each(jobs, ({ drafts }) => Promise.all(drafts.map((draft) => draft.flush())));
      await each(jobs, (job) => this.#name(job));
      const flushed = new Map<string, Promise<void>>();
      // Also where it is present: whoever wrote it may have died before this.
      await each(jobs, ({ path }) => this.#flushOnce(dirname(path), flushed));
    } finally {
      for (const draft of jobs.flatMap(({ drafts }) => drafts)) draft.discard();
    }
    return jobs.map(({ written }) => written as Written);
  }

  #draft(job: Job): void {
    const { path, body, description, replaces, drafts } = job;
    if (isObject(path) && !replaces) {
      job.written = 'present';
      return;
    }
    drafts.push(new Draft(path, this.#temporaryName(), body));
    if (description !== undefined) drafts.push(new Draft(`${path}.json`, this.#temporaryName(), description));
  }

  #name(job: Job): void {
    const [object, description] = job.drafts;
    if (!object) return;
    const isNamed = this.#inFolder(dirname(job.path), () => (job.replaces ? object.replaceName() : object.takeName()));
    job.written = isNamed ? 'stored' : 'present';
    if (!isNamed) return;
    // Right behind it, and not before: until then nobody knows whose description it will be.
    if (description) nameDescription(job.path, description);
    else if (job.replaces) rmSync(`${job.path}.json`, { force: true });
  }

  /** Again where the folder, or what had the name, is gone: others remove objects meanwhile, and folders with the last one. */
  #inFolder(folder: string, nameIt: () => boolean): boolean {
    for (let tries = 1; ; tries++) {
      try {
        this.#folders.make(folder);
        return nameIt();
      } catch (error) {
        this.#folders.forget(folder);
        if (!PASSING.includes(codeOf(error)) || tries === TRIES) throw error;
      }
    }
  }

  #flushOnce(folder: string, flushed: Map<string, Promise<void>>): Promise<void> {
    const flush = flushed.get(folder) ?? this.#flush(folder);
    flushed.set(folder, flush);
    return flush;
  }

  async #flush(folder: string): Promise<void> {
    await this.#folders.flush(folder);
    statSync(this.#temporary); // what is not there was removed, unless the disk went away
  }
}

/** Where the object was removed meanwhile, it has none any more. */
function nameDescription(path: string, description: Draft): void {
  try {
    description.replaceName();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || isObject(path)) throw error;
  }
  if (!isObject(path)) rmSync(`${path}.json`, { force: true });
}

/** Takes a step with each object that has not failed, in their order. */
async function each(jobs: readonly Job[], step: (job: Job) => unknown): Promise<void> {
  const attempt = async (job: Job) => {
    try {
      await step(job);
    } catch (error) {
      job.written = faultOf(error);
    }
  };
  await Promise.all(jobs.filter(({ written }) => typeof written !== 'object').map(attempt));
}
