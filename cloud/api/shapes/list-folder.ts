import type { Bucket, StoredObject } from '@vedette/store';

export interface FolderQuery {
  readonly prefix: string;
  readonly after?: string | undefined;
  readonly delimiter?: '/' | undefined;
  readonly limit: number;
}

export interface Listing {
  readonly folders: readonly string[];
  readonly objects: readonly StoredObject[];
  /** What to go on behind. */
  readonly next?: string | undefined;
}

/** Sorts behind every key that begins with what stands before it; no key has it. */
const LAST = '\u{10ffff}';

/** Objects under a prefix, and with a delimiter what goes on behind it gathered into folders, which are passed over whole. */
export async function listFolder(
  bucket: Pick<Bucket, 'list'>,
  { prefix, after, delimiter, limit }: FolderQuery,
): Promise<Listing> {
  const folders: string[] = [];
  const objects: StoredObject[] = [];
  let from = after;
  for (;;) {
    const passed = from;
    for await (const object of bucket.list(prefix, from === undefined ? {} : { after: from })) {
      if (folders.length + objects.length === limit) return { folders, objects, next: from };
      const end = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1;
      if (end >= 0) {
        const folder = object.key.slice(0, end + 1);
        folders.push(folder);
        from = folder + LAST;
        break;
      }
      objects.push(object);
      from = object.key;
    }
    if (from === passed || !from?.endsWith(LAST)) return { folders, objects };
  }
}
