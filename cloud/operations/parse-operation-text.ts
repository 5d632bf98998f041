import type { OperationName } from './operation.ts';

/** What the words behind a name are, in their order. */
const WORDS: Readonly<Record<OperationName, readonly string[]>> = {
  resize: ['width', 'height', 'fit'],
  crop: ['left', 'top', 'width', 'height'],
  rotate: ['degrees'],
  flip: ['axis'],
  grayscale: [],
  blur: ['sigma'],
  sharpen: ['sigma'],
  normalize: [],
  convert: ['format', 'quality'],
  canny: ['low', 'high'],
  threshold: ['value'],
  contours: ['value'],
};

/** What is said by its name alone. */
const FLAGS: ReadonlySet<string> = new Set(['otsu']);

/**
 * Reads a list of operations as text, one a line: a name and what it takes, in order (`resize 800 600`) or by name
 * (`convert webp quality=80`); `otsu` alone says `otsu=true`, and `-` leaves one out (`resize - 600`). Empty lines and those that begin with `#` say nothing.
 * Gives what `parseOperations` takes, which judges it.
 */
export function parseOperationText(text: string): unknown[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(parseLine);
}

function parseLine(line: string): unknown {
  const [word = '', ...words] = line.split(/\s+/);
  const name = word.toLowerCase();
  const keys = Object.hasOwn(WORDS, name) ? WORDS[name as OperationName] : [];
  const parameters = words.map((text, index) => {
    const [, named, value] = /^([a-zA-Z]+)=(.*)$/.exec(text) ?? [];
    if (named !== undefined) return [named, readValue(value ?? '')];
    const key = FLAGS.has(text) ? undefined : keys[index];
    return key === undefined ? [text, true] : [key, readValue(text)];
  });
  return { [name]: Object.fromEntries(parameters.filter(([, value]) => value !== undefined)) };
}

function readValue(text: string): unknown {
  if (text === '-') return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
