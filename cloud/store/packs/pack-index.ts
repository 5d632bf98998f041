import { z } from 'zod';
import { isKey } from '../bucket/key.ts';
import { BLOCK, blocksFor, readTarHeader } from './tar-header.ts';

/** The first member of a pack. WebDataset passes over what is called `__…__`. */
export const INDEX_NAME = '__index__/shots.json';

/** More than the largest pack has room for. */
const MAX_SHOTS = 20_000;

/** Where the bytes of a content begin, counted from the end of the index, and how many they are. */
const spanSchema = z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]);

const shotSchema = z.object({
  id: z.string(),
  /** The last segment of its key. */
  name: z.string().refine((name) => isKey(name) && !name.includes('/')),
  body: spanSchema,
  /** Absent where the body is the description. */
  description: spanSchema.optional(),
});

const indexSchema = z.object({
  v: z.literal(1),
  /** Shots that were in the pack, and of which nothing is left. */
  erased: z.number().int().nonnegative(),
  shots: z.array(shotSchema).max(MAX_SHOTS).refine(haveOwnNames).refine(followEachOther),
});

export type PackedShot = z.infer<typeof shotSchema>;
export type PackIndex = z.infer<typeof indexSchema>;

/** What the begin of a file says of its index: the bytes from the file's begin to the index's end, with its filling. */
export function endOfIndex(head: Buffer): number | undefined {
  const header = readTarHeader(head);
  return header?.name === INDEX_NAME ? BLOCK + blocksFor(header.bytes) : undefined;
}

/**
 * The index in the begin of a file, which must reach to the index's end; undefined where there is none for this version, or
 * one that cannot be true: anybody may have written it.
 */
export function parseIndex(head: Buffer): PackIndex | undefined {
  const header = readTarHeader(head);
  if (!header) return undefined;
  try {
    return indexSchema.safeParse(JSON.parse(head.toString('utf8', BLOCK, BLOCK + header.bytes))).data;
  } catch {
    return undefined;
  }
}

/** The JSON of an index, in so many bytes at least: JSON may be followed by blanks. */
export function formatIndex(index: PackIndex, bytes = 0): string {
  const json = JSON.stringify(index);
  return `${json}${' '.repeat(Math.max(0, bytes - Buffer.byteLength(json) - 1))}\n`;
}

function haveOwnNames(shots: readonly PackedShot[]): boolean {
  return new Set(shots.map(({ name }) => name)).size === shots.length;
}

/** Each content lies behind a header of its own, and a description right behind its shot. */
function followEachOther(shots: readonly PackedShot[]): boolean {
  let end = 0;
  for (const { body, description } of shots) {
    if (body[0] < end + BLOCK || body[0] % BLOCK !== 0) return false;
    end = endOf(body);
    if (description && description[0] !== end + BLOCK) return false;
    if (description) end = endOf(description);
  }
  return true;
}

function endOf([from, bytes]: readonly [from: number, bytes: number]): number {
  return from + blocksFor(bytes);
}
