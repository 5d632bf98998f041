const PACK = /-[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\.tar(?=\/|$)/;

/** What the key of a shot in a pack says. */
export interface PackedKey {
  /** The key of the pack. */
  readonly pack: string;
  /** The last segment of the key that the shot would have by itself. */
  readonly name: string;
}

/**
 * The key of a pack: it begins as the keys of the shots in it would, and goes on with a time, so that a listing keeps its
 * order. `folder`: the key of a shot without its last segment, empty where it has no other; `time`: of the first shot, as
 * in keys; `id`: a UUID.
 */
export function packKey(folder: string, time: string, id: string): string {
  return `${folder === '' ? '' : `${folder}/`}${time}-${id}.tar`;
}

export function packedKey({ pack, name }: PackedKey): string {
  return `${pack}/${name}`;
}

export function isPackKey(key: string): boolean {
  const match = PACK.exec(key);
  return match !== null && match.index + match[0].length === key.length;
}

/** Undefined for what lies in no pack: the keys of packs, and all others. */
export function parsePackedKey(key: string): PackedKey | undefined {
  const match = PACK.exec(key);
  if (!match) return undefined;
  const end = match.index + match[0].length;
  const name = key.slice(end + 1);
  return name === '' || name.includes('/') ? undefined : { pack: key.slice(0, end), name };
}
