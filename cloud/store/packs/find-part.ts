import { memberNames } from './member-name.ts';
import type { PackedShot } from './pack-index.ts';
import type { IndexRead } from './read-index.ts';
import type { TarMember } from './tar-header.ts';

/** A file in a pack, and where in that its content begins. */
export interface PackPart extends TarMember {
  readonly from: number;
}

/** What in its pack a shot is, or its description, which is called `NAME.json`; undefined where it is not in it. */
export function findPart({ index, end }: IndexRead, name: string): PackPart | undefined {
  const described = /^(.+)\.json$/.exec(name)?.[1];
  return bodyOf(named(index.shots, name), end) ?? descriptionOf(named(index.shots, described), end);
}

function named(shots: readonly PackedShot[], name: string | undefined): PackedShot | undefined {
  return name === undefined ? undefined : shots.find((one) => one.name === name);
}

function bodyOf(shot: PackedShot | undefined, end: number): PackPart | undefined {
  return shot && { name: memberNames(shot.name).body, from: end + shot.body[0], bytes: shot.body[1] };
}

function descriptionOf(shot: PackedShot | undefined, end: number): PackPart | undefined {
  if (!shot?.description) return undefined;
  const [from, bytes] = shot.description;
  return { name: memberNames(shot.name).description, from: end + from, bytes };
}
