import { closeSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@vedette/core/errors';
import { codeOf } from '../spool/segment-files.ts';
import { encodeLine, type Line, parseLine } from './lines.ts';

/** Lines after which the file is written anew, from what they come to; more where more payloads wait. */
const MAX_LINES = 20_000;
/** Lines that nobody waits for are written together. */
const GATHER_MS = 500;
/** A disk that would not take a line is tried again after this long. */
const RETRY_MS = 1_000;
/** Text that is put together before it is written. */
const CHUNK = 1 << 20;

const FILE = 'ledger.jsonl';

export interface JournalOptions {
  readonly folder: string;
  /** The lines that all lines so far come to. */
  snapshot(): Iterable<Line>;
  /** The disk takes no more lines, or does again. */
  onFault(reason: string | undefined): void;
  readonly maxLines?: number;
}

/**
 * A file of lines that survives kill -9: what `flush` has returned from is in the system's hands. It is not synced; a
 * power cut may take the last lines. A disk that fails costs the file's use, not the run: the books go on in memory, and
 * are written anew when it takes lines again.
 */
export class Journal {
  readonly #options: JournalOptions;
  #file: number | undefined;
  /** Lines since the file was begun. */
  #lines = 0;
  /** Payloads that waited then. */
  #waiting = 0;
  #text = '';
  #timer: NodeJS.Timeout | undefined;
  #retryAt = 0;
  #isFaulty = false;
  #isClosed = false;

  /** Begins the file anew. */
  constructor(options: JournalOptions) {
    this.#options = options;
    this.#attempt(() => this.#begin());
  }

  /** The line is in the file soon, and before any that comes behind it. */
  note(line: Line): void {
    this.#text += encodeLine(line);
    this.#lines += 1;
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
  }

  /** All lines so far are in the file when this returns, unless the disk fails. */
  flush(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const maxLines = Math.max(this.#options.maxLines ?? MAX_LINES, this.#waiting);
    this.#attempt(() => {
      if (this.#file === undefined || this.#lines > maxLines) this.#begin();
      else writeAll(this.#file, this.#text);
    });
    this.#text = '';
  }

  /** Safe to call twice. */
  close(): void {
    this.flush();
    this.#letGo();
    this.#isClosed = true;
  }

  #attempt(write: () => void): void {
    if (performance.now() < this.#retryAt) return;
    try {
      write();
      if (this.#isFaulty) this.#options.onFault(undefined);
      this.#isFaulty = false;
    } catch (error) {
      this.#letGo(); // half a line may be in it
      this.#retryAt = performance.now() + RETRY_MS;
      if (!this.#isFaulty) this.#options.onFault(messageOf(error));
      this.#isFaulty = true;
    }
  }

  /** Another file takes the place of the one that is there: at any time there is a whole one. */
  #begin(): void {
    const path = join(this.#options.folder, FILE);
    const file = openSync(`${path}.new`, 'w');
    let waiting = 0;
    try {
      let text = '';
      for (const line of this.#options.snapshot()) {
        text += encodeLine(line);
        if (line[0] === 'in') waiting += 1;
        if (text.length < CHUNK) continue;
        writeAll(file, text);
        text = '';
      }
      writeAll(file, text);
      renameSync(`${path}.new`, path);
    } catch (error) {
      closeSync(file);
      throw error;
    }
    this.#letGo();
    this.#file = file;
    this.#lines = 0;
    this.#waiting = waiting;
  }

  #letGo(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** The lines of a folder's journal, none where there is no file, and how many could not be read. */
export function readJournal(folder: string): { readonly lines: Line[]; readonly damaged: number } {
  let text: string;
  try {
    text = readFileSync(join(folder, FILE), 'utf8');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return { lines: [], damaged: 0 };
  }
  const texts = text.split('\n').slice(0, -1); // behind the last line end is nothing, or what a crash cut off
  const lines = texts.map(parseLine).filter((line) => line !== undefined);
  return { lines, damaged: texts.length - lines.length };
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
