import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Keys of all objects in a directory bucket but its own `.tmp`, in order. */
export function keysIn(bucket: string): string[] {
  return readdirSync(bucket, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(bucket, join(entry.parentPath, entry.name)))
    .filter((key) => !key.startsWith('.tmp'))
    .sort();
}

/** The images of shots among them. */
export function imagesIn(bucket: string): string[] {
  return keysIn(bucket).filter((key) => /\.(jpg|png|webp)$/.test(key) && !key.startsWith('invalid/'));
}

export interface StoredDescription {
  readonly id: string;
  readonly key: string;
  readonly seq: number;
  /** In µs since the epoch. */
  readonly storedAt: number;
  readonly kind: string;
  readonly label?: string;
  readonly box?: [number, number, number, number];
  readonly frame?: { readonly ref: string; readonly width: number; readonly height: number };
}

/** The descriptions beside the images. */
export function descriptionsIn(bucket: string): StoredDescription[] {
  return imagesIn(bucket).map((key) => JSON.parse(readFileSync(join(bucket, `${key}.json`), 'utf8')));
}

/** Ids of the shots whose images are there, as their keys say them. */
export function imageIds(bucket: string): Set<string> {
  return new Set(imagesIn(bucket).map(idOf));
}

/** SHA-256 of each image by the id of its shot, which has as many as it has objects. */
export function imageHashes(bucket: string): Map<string, string[]> {
  const hashes = new Map<string, string[]>();
  for (const key of imagesIn(bucket)) {
    const sha256 = createHash('sha256')
      .update(readFileSync(join(bucket, key)))
      .digest('hex');
    hashes.set(idOf(key), [...(hashes.get(idOf(key)) ?? []), sha256]);
  }
  return hashes;
}

function idOf(key: string): string {
  return /-([0-9a-f]{8}-[0-9a-f-]{27})\.[a-z]+$/.exec(key)?.[1] ?? key;
}
