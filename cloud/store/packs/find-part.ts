import type { ByteRange } from '../bucket/bucket.ts';
import type { PackedShot } from './pack-index.ts';
import type { IndexRead } from './read-index.ts';

/** Where in its pack a shot lies, or its description, which is called `NAME.json`; undefined where it is not in it. */
export function findPart({ index, end }: IndexRead, name: string): ByteRange | undefined {
  const found = spanOf(index.shots, name);
  return found && { from: end + found[0], bytes: found[1] };
}

function spanOf(shots: readonly PackedShot[], name: string): readonly [from: number, bytes: number] | undefined {
  const shot = shots.find((one) => one.name === name);
  if (shot) return shot.body;
  const described = /^(.+)\.json$/.exec(name)?.[1];
  return shots.find((one) => one.name === described)?.description;
}
