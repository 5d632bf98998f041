import { memberNames } from './member-name.ts';
import { formatIndex, INDEX_NAME, type PackedShot } from './pack-index.ts';
import { BLOCK, blocksFor, writeTarHeader } from './tar-header.ts';

/** A shot as it goes into a pack. */
export interface ShotToPack {
  readonly id: string;
  /** The last segment of its key, with its extension. */
  readonly name: string;
  /** Capture time in µs since the epoch. */
  readonly at: number;
  readonly body: Uint8Array;
  /** JSON; absent where the body is the description. */
  readonly description?: string | undefined;
}

/** A file in a pack. */
interface Member {
  readonly name: string;
  readonly at: number;
  readonly content: Uint8Array;
}

/** Of a shot in the index, but for its name. */
const INDEX_BYTES = 140;
/** Two blocks of zeros end a tar file. */
const END_BYTES = 2 * BLOCK;

/**
 * A tar file of shots in their order, each with its description right behind it, as WebDataset groups them. Before all
 * stands the index of where each is, so that one read of the begin finds any of them.
 */
export function writePack(shots: readonly ShotToPack[]): Buffer {
  const members = shots.flatMap(membersOf);
  const index = Buffer.from(formatIndex({ v: 1, erased: 0, shots: indexOf(shots) }));
  const all = [{ name: INDEX_NAME, at: shots[0]?.at ?? 0, content: index }, ...members];
  const bytes = all.reduce((sum, { content }) => sum + BLOCK + blocksFor(content.length), END_BYTES);
  const pack = Buffer.alloc(bytes);
  let end = 0;
  for (const { name, at, content } of all) {
    const header = pack.subarray(end, end + BLOCK);
    writeTarHeader(header, { name, bytes: content.length }, Math.floor(at / 1_000_000));
    pack.set(content, end + BLOCK);
    end += BLOCK + blocksFor(content.length);
  }
  return pack;
}

/** The most that a shot takes of a pack, the index included: `body` and `description` in bytes, 0 for none. */
export function packedBytes({ name, body, description }: Record<'name' | 'body' | 'description', number>): number {
  return 2 * BLOCK + blocksFor(body) + blocksFor(description) + name + INDEX_BYTES;
}

function membersOf({ name, at, body, description }: ShotToPack): Member[] {
  const names = memberNames(name);
  const image = { name: names.body, at, content: body };
  if (description === undefined) return [image];
  return [image, { name: names.description, at, content: Buffer.from(description) }];
}

function indexOf(shots: readonly ShotToPack[]): PackedShot[] {
  let end = 0;
  const take = (bytes: number): [number, number] => {
    const from = end + BLOCK;
    end = from + blocksFor(bytes);
    return [from, bytes];
  };
  return shots.map(({ id, name, body, description }) => ({
    ...{ id, name, body: take(body.length) },
    ...(description !== undefined && { description: take(Buffer.byteLength(description)) }),
  }));
}
